"""Pictures are decoded and written again: turned, without what they tell of places and devices, in several sizes."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from threading import Lock

from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from forum.core.i18n import _
from forum.files.kinds import PIXELS, SIDE, refusal, sizes_of

_FORMATS = {
    "image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF", "image/avif": "AVIF",
    "image/heic": "HEIF",
}  # fmt: skip
MOVING = 80_000_000  # pixels of all the images of an animation
# A picture takes some hundred megabytes while it is made again: a process works at one, the others wait.
_one_at_a_time = Lock()
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Picture:
    """What is kept of a picture: itself, and lighter copies by size."""

    content: bytes
    media_type: str
    width: int
    height: int
    copies: dict[int, bytes]


def remade(data: bytes, media_type: str) -> Picture:
    """The picture, written again from its pixels. Raises Invalid for a bomb or what cannot be decoded."""
    try:
        if media_type == "image/heic":
            _learn_heif()
        image = Image.open(BytesIO(data), formats=[_FORMATS[media_type]])  # reads the header only
        _measure(image)
        with _one_at_a_time:
            has_few_colours = image.mode == "P" and media_type == "image/png"
            still = _turned(image)
            content, kept_as = _written(image, still, media_type, has_few_colours)
            return Picture(content, kept_as, still.width, still.height, _copies(still))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise refusal(_("This picture is too large: 40 million pixels at most.")) from problem
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError) as problem:
        raise refusal(_("This picture is damaged: it cannot be read.")) from problem


@cache
def _learn_heif() -> None:
    """Only when the first one comes: its decoder takes memory that most processes never need."""
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def _measure(image: Image.Image) -> None:
    width, height = image.size
    if width * height > PIXELS or max(width, height) > SIDE:
        raise refusal(_("This picture is too large: 40 million pixels at most."))
    if _moves(image) and width * height * getattr(image, "n_frames", 1) > MOVING:
        raise refusal(_("This animation is too long: make it shorter or smaller."))


def _moves(image: Image.Image) -> bool:
    return image.format in ("GIF", "WEBP") and bool(getattr(image, "is_animated", False))


def _turned(image: Image.Image) -> Image.Image:
    """Its first image, upright, in the colours of screens, with nothing but pixels."""
    profile = image.info.get("icc_profile")
    has_alpha = "A" in image.mode or "a" in image.mode or "transparency" in image.info
    still = image
    if not _moves(image):
        ImageOps.exif_transpose(image, in_place=True)
    if still.mode.startswith("I") or still.mode == "F":
        still = still.convert("I").point(lambda value: value / 256).convert("L")
    mode = "RGBA" if has_alpha else "L" if still.mode in ("1", "L") else "RGB"
    still = still.convert(mode) if still.mode != mode or _moves(image) else still
    if profile and still.mode == "RGB":
        still = _in_srgb(still, profile)
    still.info = {}  # comments, places, devices: a writer puts nothing that is not here
    return still


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(given).lower():
            return image
        return ImageCms.profileToProfile(image, given, _SRGB) or image
    except (ImageCms.PyCMSError, OSError):
        return image  # a broken profile: the colours as they are


def _written(image: Image.Image, still: Image.Image, media_type: str, has_few_colours: bool) -> tuple[bytes, str]:
    """The picture in its full size."""
    if _moves(image):
        return _animation(image), media_type
    out = BytesIO()
    if media_type == "image/jpeg":
        (still if still.mode in ("RGB", "L") else still.convert("RGB")).save(
            out, "JPEG", quality=86, optimize=False, progressive=False
        )
    elif media_type == "image/gif":
        still.save(out, "GIF")
    elif media_type == "image/png":
        # A drawing or a screen in 256 colours stays one: it would weigh several times as much.
        few = still.quantize(256, dither=Image.Dither.NONE) if has_few_colours and still.mode == "RGB" else still
        few.save(out, "PNG", compress_level=6 if still.width * still.height < 4_000_000 else 3)
    else:
        still.save(out, "WEBP", quality=86, method=3)
        return out.getvalue(), "image/webp"
    return out.getvalue(), media_type


def _animation(image: Image.Image) -> bytes:
    """All its images, with their durations, and nothing else."""
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        durations.append(min(10_000, max(20, int(frame.info.get("duration") or 100))))
        shown = frame.convert("RGBA")
        frames.append(Image.frombytes("RGBA", shown.size, shown.tobytes()))
    out = BytesIO()
    frames[0].save(
        out, image.format, save_all=True, append_images=frames[1:], duration=durations, loop=0,
        **({"disposal": 2} if image.format == "GIF" else {"method": 1, "quality": 80}),
    )  # fmt: skip
    return out.getvalue()


def _copies(still: Image.Image) -> dict[int, bytes]:
    """Lighter copies, each made of the next larger one."""
    made: dict[int, bytes] = {}
    source = still
    for size, width in reversed(sizes_of(still.width)):
        height = max(1, round(still.height * width / still.width))
        if source.width != width:
            source = source.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
        out = BytesIO()
        source.save(out, "WEBP", quality=78, method=3)
        made[size] = out.getvalue()
    return made
