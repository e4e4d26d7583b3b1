"""Wires the room into the application."""

from collections.abc import Iterable

from flask import Flask
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from forum.links import followers, jobs, policy, queries, views
from forum.links.models import STATES
from forum.web.health import registry

WIRED = (followers, jobs, policy)  # imported so that the worker knows them


class Figures(Collector):
    """Links by state, counted when /metrics is read: whichever process asks the links, the figure is there."""

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Without a database, when it is registered."""
        return [GaugeMetricFamily("palabre_links", "Links that lead out of the site", labels=["state"])]

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """One query."""
        family = GaugeMetricFamily("palabre_links", "Links that lead out of the site", labels=["state"])
        found = queries.figures()
        for state in STATES:
            family.add_metric([state], found.get(state, 0))
        yield family


FIGURES = Figures()
registry.register(FIGURES)


def setup(app: Flask) -> None:
    """Routes and slots."""
    app.register_blueprint(views.bp)
