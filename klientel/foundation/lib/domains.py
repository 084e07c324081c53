"""The part of an e-mail address after the @: well-formed or not, everybody's or somebody's."""

from __future__ import annotations

import re
from typing import Final

from .refusals import Refused

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME: Final = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])")
# Where anybody gets an address: such a domain says nothing about the organisation.
_EVERYBODYS: Final = """
    aim.com alice.fr aol.com aol.de aon.at arcor.de bbox.fr bigpond.com bluemail.ch bluewin.ch
    btinternet.com chello.at club-internet.fr comcast.net cox.net duck.com email.com email.de
    fastmail.com fastmail.fm free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.fr
    gmx.info gmx.net gmx.org googlemail.com hey.com hispeed.ch hotmail.ch hotmail.co.uk
    hotmail.com hotmail.de hotmail.fr hotmail.it icloud.com inbox.com kabelmail.de kpnmail.nl
    laposte.net libero.it live.at live.co.uk live.com live.de live.fr live.nl mac.com magenta.de
    mail.com mail.de mail.ru mailbox.org me.com mein.gmx msn.com neuf.fr noos.fr numericable.fr
    online.de online.fr orange.fr outlook.at outlook.com outlook.de outlook.fr pm.me posteo.at
    posteo.de posteo.net proton.me protonmail.ch protonmail.com qq.com quickline.ch
    rocketmail.com sbcglobal.net seznam.cz sfr.fr skynet.be sunrise.ch swissonline.ch
    t-online.de telenet.be tiscali.it tuta.com tuta.io tutanota.com tutanota.de unitybox.de
    verizon.net vodafone.de vodafonemail.de voila.fr wanadoo.fr web.de windowslive.com wp.pl
    yahoo.at yahoo.ca yahoo.ch yahoo.co.uk yahoo.com yahoo.de yahoo.es yahoo.fr yahoo.it
    yandex.com yandex.ru ymail.com zoho.com
"""
_PUBLIC: Final = frozenset(_EVERYBODYS.split())


def check(text: str) -> str:
    """In lower case and in the form that stands in addresses; `@firma.de` counts as `firma.de`."""
    name = text.strip().lower().removeprefix("@").rstrip(".")
    try:
        name = name.encode("idna").decode("ascii") if not name.isascii() else name
    except UnicodeError as error:
        raise Refused("domain") from error
    if len(name) > 253 or not _NAME.fullmatch(name):
        raise Refused("domain")
    return name


def readable(domain: str) -> str:
    """As people write it: `müller.de` for what is kept as `xn--mller-kva.de`."""
    try:
        written = domain.encode("ascii").decode("idna")
        return written if written.encode("idna") == domain.encode("ascii") else domain
    except UnicodeError:
        return domain


def of_email(address: str) -> str:
    """Empty where there is none that could be checked."""
    try:
        return check(address.rpartition("@")[2])
    except Refused:
        return ""


def is_public(domain: str) -> bool:
    return domain in _PUBLIC
