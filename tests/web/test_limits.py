"""How often one may try: the usual limits, and those of an installation that is more patient."""

from dataclasses import replace

import pytest

from forum.config import SettingError, load
from forum.core.errors import TooMany
from forum.web.limits import spend


@pytest.mark.parametrize("patience", [1, 3])
def test_limits_hold_as_many_times_as_the_installation_says(app, monkeypatch, patience):
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], patience=patience))
    with app.test_request_context():
        for _each in range(2 * patience):
            spend("a test", "2 per hour", "somebody", patience)
        with pytest.raises(TooMany):
            spend("a test", "2 per hour", "somebody", patience)


@pytest.mark.parametrize("wrong", ["0", "101", "beaucoup", "-1"])
def test_a_wrong_number_is_told_by_the_name_of_the_setting(tmp_path, wrong):
    with pytest.raises(SettingError, match="FORUM_PATIENCE"):
        load({"FORUM_DATA_DIR": str(tmp_path), "FORUM_PATIENCE": wrong})
