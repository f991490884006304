"""Pictures are decoded and drawn anew, so that only what one sees is left: no camera, place, owner,
thumbnail, colour profile or text beside the picture."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from casustafel.files.verdicts import Finding, Reason, Stopped

FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
KINDS = {"JPEG": "jpg", "PNG": "png"}
MOST_PIXELS = 20_000_000  # two copies in colour fit in the memory that the cleaner gets
QUALITY = 90
ORIENTATION = 0x112
MODES = {"1": "L", "L": "L", "CMYK": "CMYK"}
PHOTOS = ("JPEG", "MPO")  # many phones put a second picture behind the first; nobody sees it

Image.MAX_IMAGE_PIXELS = None  # we look ourselves, before anything is decoded
ImageFile.LOAD_TRUNCATED_IMAGES = False


def clean(sent: bytes, kind: str) -> tuple[bytes, str, set[Finding]]:
    """A JPEG stays one; others become PNG, and JPEG where that says the same in less (WebP without holes)."""
    with _opened(sent, FORMATS[kind]) as (picture, findings):
        seen = _only_what_is_seen(picture)
        to = "JPEG" if kind == "jpg" or (kind == "webp" and seen.mode != "RGBA") else "PNG"
        return _saved(seen, to), KINDS[to], findings


def rehearse() -> None:
    """Once with each kind, because Pillow loads parts of itself when it first needs them."""
    turned = Image.Exif()
    turned[ORIENTATION] = 6
    for format in set(FORMATS.values()):
        sample = BytesIO()
        Image.new("RGB", (2, 1)).save(sample, format, exif=turned)
        clean(sample.getvalue(), next(kind for kind, one in FORMATS.items() if one == format))


def draw_anew(sent: bytes, format: str) -> bytes:
    """Of a picture inside another file, which is called by its kind there: it stays that kind."""
    with _opened(sent, format) as (picture, _):
        return _saved(_only_what_is_seen(picture), format)


@contextmanager
def _opened(sent: bytes, format: str) -> Iterator[tuple[Image.Image, set[Finding]]]:
    try:
        picture = Image.open(BytesIO(sent), formats=[format])
        moves = getattr(picture, "n_frames", 1) > 1 and picture.format not in PHOTOS
        findings = {Finding.FIRST_PICTURE} if moves else set()
        if _fit(picture):
            findings.add(Finding.SMALLER)
        yield picture, findings
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError) as error:
        raise Stopped(Reason.DAMAGED) from error


def _fit(picture: Image.Image) -> bool:
    """Whether it was made smaller. Only a JPEG can be read at half its size; the rest must fit as it is."""
    before = picture.size
    parts = (part for part in (1, 2, 4, 8) if before[0] * before[1] // part**2 <= MOST_PIXELS)
    part = next(parts, 8)
    if part > 1 and picture.format in PHOTOS:
        picture.draft(None, (before[0] // part, before[1] // part))
    if picture.width * picture.height > MOST_PIXELS:
        raise Stopped(Reason.TOO_LARGE)
    return picture.size != before


def _only_what_is_seen(picture: Image.Image) -> Image.Image:
    picture.load()
    if picture.mode.startswith("I"):
        picture = picture.point(lambda grey: grey * (1 / 256)).convert("L")
    ImageOps.exif_transpose(picture, in_place=True)
    has_holes = "transparency" in picture.info or picture.mode in ("LA", "La", "PA", "RGBA", "RGBa")
    mode = "RGBA" if has_holes else MODES.get(picture.mode, "RGB")
    seen = picture if picture.mode == mode else picture.convert(mode)
    seen.info = {}
    return seen


def _saved(seen: Image.Image, to: str) -> bytes:
    anew = BytesIO()
    if seen.mode == ("RGBA" if to == "JPEG" else "CMYK"):
        seen = seen.convert("RGB")
    seen.save(anew, to, **({"quality": QUALITY} if to == "JPEG" else {}), exif=b"", icc_profile=None)
    return anew.getvalue()
