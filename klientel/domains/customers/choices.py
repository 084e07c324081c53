"""Fixed lists. The values are stored and never change, the labels are shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ByDomain(models.TextChoices):
    """What a new person's e-mail domain says about their organisation."""

    OFF = "off", _("left without one")
    KNOWN = "known", _("assigned to the organisation that has the domain of the e-mail address")
    CREATE = "create", _("assigned; an unknown domain becomes a new organisation")


class Kind(models.TextChoices):
    COMPANY = "company", _("Company")
    INDIVIDUAL = "individual", _("Private person")


class CustomerType(models.TextChoices):
    """What the company is to us in the course of business."""

    CUSTOMER = "customer", pgettext_lazy("customer type", "Customer")
    LEAD = "lead", _("Lead")
    PROSPECT = "prospect", _("Prospect")
    DEAD = "dead", _("Not interested")
    FORMER = "former", _("Former company")
    VENDOR = "vendor", _("Vendor")
    PARTNER = "partner", _("Partner")


class ParentRelation(models.TextChoices):
    """What a company is to the one it belongs to."""

    SUBSIDIARY = "subsidiary", _("Subsidiary")
    FRANCHISE = "franchise", _("Franchise company")
    BRANCH = "branch", _("Branch")


class Segment(models.TextChoices):
    """The kind of relationship, as the customer guide has it: seven, not extensible."""

    CONTRACTOR = "contractor", _("Contractor")
    DEALER = "dealer", _("Dealer")
    DISTRIBUTOR = "distributor", _("Distributor")
    OEM = "oem", _("Manufacturer (OEM)")
    RENTAL = "rental", _("Rental company")
    SERVICE = "service", _("Service provider")
    OTHER = "other", pgettext_lazy("segment", "Other")


SEGMENT_ICONS = {
    Segment.CONTRACTOR: "hard-hat",
    Segment.DEALER: "handshake",
    Segment.DISTRIBUTOR: "warehouse",
    Segment.OEM: "factory",
    Segment.RENTAL: "key-round",
    Segment.SERVICE: "wrench",
    Segment.OTHER: "shapes",
}


class ContactKind(models.TextChoices):
    PERSON = "person", _("Person")
    DEPARTMENT = "department", _("Department")


class Salutation(models.TextChoices):
    NONE = "", _("Not given")
    MR = "mr", _("Mr")
    MS = "ms", _("Ms")
    DIVERSE = "diverse", _("Diverse")


class PointKind(models.TextChoices):
    PHONE = "phone", _("Phone")
    MOBILE = "mobile", _("Mobile")
    FAX = "fax", _("Fax")
    EMAIL = "email", _("E-mail")


PHONE_KINDS = (PointKind.PHONE, PointKind.MOBILE, PointKind.FAX)


class AddressPurpose(models.TextChoices):
    OFFICE = "office", _("Office")
    DELIVERY = "delivery", _("Delivery")
    BILLING = "billing", _("Billing")
    POSTAL = "postal", _("Post")


class TagColor(models.TextChoices):
    """The hues that initials have, and grey; `k-tag-…` in `plate.css`."""

    GREY = "grey", pgettext_lazy("colour", "Grey")
    RED = "red", pgettext_lazy("colour", "Red")
    YELLOW = "yellow", pgettext_lazy("colour", "Yellow")
    GREEN = "green", pgettext_lazy("colour", "Green")
    TEAL = "teal", pgettext_lazy("colour", "Teal")
    BLUE = "blue", pgettext_lazy("colour", "Blue")
    PINK = "pink", pgettext_lazy("colour", "Pink")
