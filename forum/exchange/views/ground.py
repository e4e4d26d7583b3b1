"""What these views share."""

from flask import Blueprint

bp = Blueprint("exchange", __name__)
