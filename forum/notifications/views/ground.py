"""The blueprints that these views share."""

from flask import Blueprint

bp = Blueprint("notifications", __name__, url_prefix="/notifications")
