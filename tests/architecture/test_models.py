"""What import-linter cannot see: keys between tables, and who may see their rows."""

from collections.abc import Iterator
from pathlib import PurePath

from django.apps import AppConfig, apps
from django.db import models

from tests.architecture import source


def own_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_config.name.startswith("klientel."):
            yield model


def height(config: AppConfig) -> tuple[int, int]:
    """Other people's tables lie beneath everything."""
    parts = PurePath(config.name.replace(".", "/")).parts
    if parts[0] != "klientel":
        return (-1, 0)
    layer = source.LAYERS.index(parts[1])
    return (layer, source.DOMAINS.index(parts[2]) if parts[1] == "domains" else 0)


def test_foreign_keys_point_down() -> None:
    upward = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.concrete
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, models.Model)
        and height(field.related_model._meta.app_config) > height(model._meta.app_config)
    ]
    assert not upward


def test_every_domain_model_has_a_visibility_rule() -> None:
    """Its own: one that is inherited was written for other rows."""
    without = [
        model.__name__
        for model in own_models()
        if model.__module__.startswith("klientel.domains.")
        and not model._meta.auto_created
        and "visible_to" not in vars(type(model._default_manager.all()))
    ]
    assert not without
