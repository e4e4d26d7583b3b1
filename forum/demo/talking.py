"""What two accounts of the demonstration say to each other."""

from forum.conversations.commands.begin import begin
from forum.conversations.queries.one import with_one
from forum.demo.data_files import data
from forum.demo.people import actor, user
from forum.items.commands.reply import reply


def load_conversations() -> None:
    """Each once: two people who speak already are left alone."""
    for row in data("more")["conversations"]:
        who, person = actor(row["by"]), user(row["to"])
        if with_one(who, person.id):
            continue
        made = begin(who, [person], title=row["title"], source=row["body"])
        made.is_example = True
        for each in row["replies"]:
            reply(actor(each["author"]), made, each["body"])
