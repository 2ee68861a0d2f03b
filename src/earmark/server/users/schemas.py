"""People and tokens, as they are sent and received."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from earmark.server.kit.journal import canonical
from earmark.server.kit.schemas import Login, Name, Schema
from earmark.server.tables import ApiToken, User

__all__ = [
    "Credentials",
    "Invitation",
    "Invited",
    "Join",
    "NewPassword",
    "NewToken",
    "Password",
    "Person",
    "Profile",
    "ProfileChange",
    "SignedIn",
    "Token",
    "TokenWithSecret",
    "UserChange",
]


def _small(settings: dict[str, Any]) -> dict[str, Any]:
    if len(canonical(settings)) > 16_000:
        raise ValueError("settings may take 16,000 characters at most")
    return settings


Password = Annotated[str, StringConstraints(min_length=10, max_length=200)]
SettingsText = Annotated[dict[str, Any], AfterValidator(_small)]
Scope = Literal["read", "label", "review", "manage"]


class Credentials(Schema):
    """What one signs in with."""

    login: Login
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Join(Schema):
    """The one-time token of an invitation, and the password chosen."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    password: Password


class Person(Schema):
    """A person, as they see themselves and as the operator sees them."""

    id: str
    login: str
    name: str
    pseudonym: str
    is_operator: bool
    joined: bool
    disabled: bool

    @classmethod
    def of(cls, user: User) -> Person:
        """Return a person as they are shown."""
        return cls(
            id=user.id,
            login=user.login,
            name=user.name,
            pseudonym=user.pseudonym,
            is_operator=user.is_operator,
            joined=user.password_hash is not None,
            disabled=user.disabled_at is not None,
        )


class SignedIn(Schema):
    """Who is signed in, and the token their page sends as `X-CSRF-Token`."""

    user: Person
    csrf: str
    demo: bool = Field(default=False, description="This is a demo: the workbench offers its tour.")


class Profile(Person):
    """Oneself, with the settings of the workbench."""

    settings: dict[str, Any]

    @classmethod
    def of(cls, user: User) -> Profile:
        """Return a person with their settings."""
        return cls(**Person.of(user).model_dump(), settings=user.settings)


class ProfileChange(Schema):
    """What is given is changed; settings are replaced as a whole."""

    name: Name | None = None
    settings: SettingsText | None = None


class NewPassword(Schema):
    """The password so far, and the one from now on."""

    current: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    new: Password


class NewToken(Schema):
    """A token to be made: good for these scopes, in one project or all, for some days or until revoked."""

    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=4)]
    project_id: str | None = None
    days: Annotated[int, Field(ge=1, le=3650)] | None = None


class Token(Schema):
    """A token, without its secret."""

    id: str
    name: str
    scopes: list[Scope]
    project_id: str | None
    created_at: datetime
    expires_at: datetime | None

    @classmethod
    def of(cls, key: ApiToken) -> Token:
        """Return a token as it is listed."""
        return cls.model_validate({name: getattr(key, name) for name in Token.model_fields})


class TokenWithSecret(Token):
    """A token as it is shown once."""

    token: str


class Invitation(Schema):
    """A person to be invited to the installation."""

    login: Login
    name: Name
    is_operator: bool = False


class Invited(Schema):
    """The person, and the link with which they choose a password; it is shown once and works once."""

    user: Person
    join_link: str


class UserChange(Schema):
    """What the operator changes about a person; what is not given stays."""

    is_operator: bool | None = None
    disabled: bool | None = None
