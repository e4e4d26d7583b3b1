"""Running the installation: serve, worker, init, check, render, openapi."""

from forum.operate.check import check
from forum.operate.init import init
from forum.operate.serve import serve, worker
from forum.operate.texts import openapi, render

commands = (serve, worker, init, check, render, openapi)
