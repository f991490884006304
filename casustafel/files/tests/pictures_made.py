"""Pictures with a canary in every corner where programs write who, where and when."""

import io
import random
from dataclasses import dataclass, field

from PIL import Image, PngImagePlugin


@dataclass
class Made:
    """A file, and the canaries in it by the place where they sit."""

    kind: str
    chance: random.Random
    canaries: dict[str, str] = field(default_factory=dict)
    content: bytes = b""

    def canary(self, place: str) -> str:
        while place in self.canaries:
            place += " again"
        self.canaries[place] = f"CANARY{self.chance.randrange(10**12):012d}"
        return self.canaries[place]

    def picture(self) -> Image.Image:
        size = self.chance.randrange(20, 60), self.chance.randrange(20, 60)
        return Image.effect_noise(size, 40).convert("RGB")


def exif(made: Made) -> Image.Exif:
    data = Image.Exif()
    data[0x010F], data[0x0110] = made.canary("make"), made.canary("model")
    data[0x013B], data[0x010E] = made.canary("artist"), made.canary("description")
    data[0x0112] = made.chance.choice([1, 3, 6, 8])
    data[0x9C9D] = made.canary("author of Windows").encode("utf-16-le")
    data.get_ifd(0x8769).update({0x927C: made.canary("maker note").encode(), 0xA430: made.canary("owner")})
    data.get_ifd(0x8825).update(
        {1: "N", 2: (52.0, 22.0, made.chance.random()), 28: made.canary("place").encode()}
    )
    return data


def xmp(made: Made) -> bytes:
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>{made.canary("xmp")}</a></x:xmpmeta>'.encode()


def profile(made: Made) -> bytes:
    return made.canary("colour profile").encode().ljust(256, b"\0")


def jpeg(made: Made) -> bytes:
    with io.BytesIO() as small, io.BytesIO() as whole:
        made.picture().save(small, "JPEG", comment=made.canary("thumbnail"))
        settings = {"comment": made.canary("comment"), "icc_profile": profile(made), "xmp": xmp(made)}
        made.picture().save(whole, "JPEG", exif=exif(made), **settings)
        plain = whole.getvalue()
        thumbnail = b"JFXX\0\x10" + small.getvalue()
        segment = b"\xff\xe0" + (len(thumbnail) + 2).to_bytes(2, "big") + thumbnail
        return plain[:2] + segment + plain[2:] + made.canary("after the end").encode()


def png(made: Made) -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", made.canary("text"))
    notes.add_text("Comment", made.canary("packed text"), zip=True)
    notes.add_itxt("XML:com.adobe.xmp", made.canary("xmp"), zip=True)
    notes.add(b"prVt", made.canary("own chunk").encode())
    with io.BytesIO() as whole:
        made.picture().save(whole, "PNG", pnginfo=notes, exif=exif(made), icc_profile=profile(made))
        return whole.getvalue() + made.canary("after the end").encode()


def webp(made: Made) -> bytes:
    with io.BytesIO() as whole:
        made.picture().save(whole, "WEBP", exif=exif(made), xmp=xmp(made), icc_profile=profile(made))
        return whole.getvalue()


def gif(made: Made) -> bytes:
    with io.BytesIO() as whole:
        made.picture().save(whole, "GIF", comment=made.canary("comment"))
        return whole.getvalue() + made.canary("after the end").encode()
