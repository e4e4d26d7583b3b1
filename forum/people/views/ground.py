"""The blueprint that these views share."""

from flask import Blueprint

bp = Blueprint("people", __name__)
