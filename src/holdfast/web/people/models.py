"""People, teams, and the role that a person has in a team."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

ROLES = (("editor", "Editor"), ("contributor", "Contributor"), ("viewer", "Viewer"))


class People(BaseUserManager["Person"]):
    """Makes people, and finds them whatever the case of their address: it is kept in small letters."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> Person:
        """A person with this address; without a password they log in by single sign-on or an invitation."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person of an address."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody who can log in. One that left is inactive, and what they wrote stays theirs.

    Attributes:
        time_zone: IANA name; empty for the company's.
        is_administrator: May do everything, in every team.
        deputy: Checks in for them when they do not.
        must_change_password: Theirs was made for them, and may have been seen by others.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, blank=True)
    is_administrator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    deputy = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True)
    must_change_password = models.BooleanField(default=False)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A group of people who share objectives."""

    name = models.CharField(max_length=80, unique=True)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts")

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """The role of a person in a team: one at a time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=ROLES)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "team"], name="one_role_per_team")]

    def __str__(self) -> str:
        return f"{self.person} in {self.team}: {self.role}"


class Invitation(models.Model):
    """An address that may become a person, by a link that is sent to it and works once.

    Attributes:
        email: In small letters.
        team: Which they join; None for an administrator of no team.
        role: Theirs in it.
        digest: SHA-256 of the token in the link; the token itself is in the mail alone.
    """

    email = models.EmailField()
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="invitations")
    role = models.CharField(max_length=12, choices=ROLES, blank=True)
    is_administrator = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-sent_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation_per_address",
            )
        ]

    def __str__(self) -> str:
        return self.email
