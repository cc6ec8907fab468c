"""Takes ports, and says in one sentence when one is not to be had. Serves nothing."""

import socket

from bot.settings import SettingsError


def listener(host: str, port: int, name: str = "KICKSTAND_PORT") -> socket.socket:
    """A socket that listens there. Raises SettingsError, with the setting's name, when the port is taken."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        why = str(error.strerror).partition(" (")[0]  # Python adds the address
        raise SettingsError(f"{name} {port} on {host} cannot be used: {why}.") from None
