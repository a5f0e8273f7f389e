"""Settings that cannot be used, and visitors who are not let in."""

from model.errors.root import NegatoscopeError
from model.messages import N_


class SettingError(NegatoscopeError):
    """The server is not set up as its table of settings allows; it lets nobody in."""

    code = "setting"
    sentence = N_("The settings of this server cannot be used.")
    advice = N_("Whoever runs it: see the table in docs/settings.md, then start it again.")


class SettingUnknownError(SettingError):
    """A name that no setting has; one that is ignored might be the one that closes the door."""

    code = "setting-unknown"
    sentence = N_("There is no setting {name}; {nearest} may be meant.")


class SettingInvalidError(SettingError):
    """A value that the setting does not take."""

    code = "setting-invalid"
    sentence = N_(
        "The setting {name} has a value that it does not take. It takes for instance: {allowed}."
    )


class SettingMissingError(SettingError):
    """A setting without which another one makes no sense."""

    code = "setting-missing"
    sentence = N_("The setting {name} is missing; {because} needs it.")


class SecretTooShortError(SettingError):
    """A secret that could be guessed."""

    code = "secret-too-short"
    sentence = N_("The cookie_secret in secrets.toml has fewer than {characters} characters.")
    advice = N_("Whoever runs this server: put a long random one there.")


class SecretsUnreadableError(SettingError):
    """A secrets file that is there and is not TOML, or a table in it that is none."""

    code = "secrets-unreadable"
    sentence = N_("The file {file} is there and cannot be read.")


class ProxyTrustError(SettingError):
    """The server would take the address that a client states for that of the connection."""

    code = "proxy-trust"
    sentence = N_("The server would believe any address that a request claims to come from.")
    advice = N_("Whoever runs it: start it with FORWARDED_ALLOW_IPS set to nothing.")


class AccessRefusedError(NegatoscopeError):
    """A visitor who is not let in."""

    code = "access-refused"
    sentence = N_("You are not let in here.")
    advice = N_("Use the address that you were given, or ask whoever runs this server.")


class ProxyBypassedError(AccessRefusedError):
    """A connection from an address that is not the proxy's."""

    code = "proxy-bypassed"
    sentence = N_("You did not come through the entrance of this server.")


class UserMissingError(AccessRefusedError):
    """The proxy named nobody, or two."""

    code = "user-missing"
    sentence = N_("The entrance of this server did not say who you are.")


class SessionChangedError(AccessRefusedError):
    """The visitor of a session is another one than at its start."""

    code = "session-changed"
    sentence = N_("This page was opened by somebody else.")
    advice = N_("Reload the page.")
