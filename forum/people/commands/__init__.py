"""What people do with accounts and organisations."""

from forum.people.commands.accounts import (
    ask_new_password,
    authenticate,
    change_password,
    confirm,
    named,
    set_password,
    sign_up,
)
from forum.people.commands.administration import create_user, give_admin, suspend
from forum.people.commands.organisations import (
    answer_mandate,
    ask_mandate,
    change_organisation,
    create_organisation,
    leave_organisation,
)
from forum.people.commands.profile import create_token, revoke_token, update_profile

__all__ = [
    "answer_mandate",
    "ask_mandate",
    "ask_new_password",
    "authenticate",
    "change_organisation",
    "change_password",
    "confirm",
    "create_organisation",
    "create_token",
    "create_user",
    "give_admin",
    "leave_organisation",
    "named",
    "revoke_token",
    "set_password",
    "sign_up",
    "suspend",
    "update_profile",
]
