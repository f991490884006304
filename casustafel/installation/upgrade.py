from casustafel.installation.residence import Residence
from casustafel.installation.stop import Stop


def upgrade(home: Residence, major: int, password: str) -> None:
    raise Stop(f"{home} {major}")
