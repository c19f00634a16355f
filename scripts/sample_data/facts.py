"""What is known, not drawn: localities (SCB 2020), municipalities, and where villages lie."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pyproj

NOTICE = "exempel, ej antagen plan"
CRS = "EPSG:3006"


@dataclass(frozen=True)
class Locality:
    """A tätort (SCB 2020): position in EPSG:3006, area in hectares."""

    code: str
    name: str
    municipality: str
    population: int
    area_ha: float
    east: float
    north: float

    @property
    def centre(self) -> tuple[float, float]:
        """Its position."""
        return self.east, self.north


MUNICIPALITIES = {
    "0821": "Högsby",
    "0834": "Torsås",
    "0840": "Mörbylånga",
    "0860": "Hultsfred",
    "0861": "Mönsterås",
    "0862": "Emmaboda",
    "0880": "Kalmar",
    "0881": "Nybro",
    "0882": "Oskarshamn",
    "0883": "Västervik",
    "0884": "Vimmerby",
    "0885": "Borgholm",
}
GENITIVES = ("Borgholm", "Hultsfred", "Oskarshamn", "Västervik")
COASTAL = ("0834", "0840", "0861", "0880", "0882", "0883", "0885")

# Villages below 500 inhabitants: municipality, latitude, longitude (about, WGS 84).
VILLAGES = {
    "Loftahammar": ("0883", 57.905, 16.695),
    "Blankaholm": ("0883", 57.590, 16.510),
    "Edsbruk": ("0883", 58.026, 16.474),
    "Hjorted": ("0883", 57.617, 16.312),
    "Köpingsvik": ("0885", 56.880, 16.722),
    "Byxelkrok": ("0885", 57.325, 17.012),
    "Böda": ("0885", 57.243, 17.055),
    "Rälla": ("0885", 56.770, 16.595),
    "Degerhamn": ("0840", 56.352, 16.418),
    "Vickleby": ("0840", 56.577, 16.465),
    "Gårdby": ("0840", 56.603, 16.640),
    "Misterhult": ("0882", 57.465, 16.553),
    "Bockara": ("0882", 57.263, 16.105),
    "Vena": ("0860", 57.524, 16.005),
    "Järnforsen": ("0860", 57.413, 15.622),
    "Lönneberga": ("0860", 57.556, 15.720),
    "Tuna": ("0884", 57.578, 16.105),
    "Frödinge": ("0884", 57.700, 16.017),
    "Örsjö": ("0881", 56.700, 15.755),
    "Sankt Sigfrid": ("0881", 56.705, 15.985),
    "Bäckebo": ("0881", 56.905, 16.080),
    "Boda glasbruk": ("0862", 56.733, 15.673),
    "Långasjö": ("0862", 56.583, 15.450),
    "Eriksmåla": ("0862", 56.735, 15.455),
    "Gullabo": ("0834", 56.420, 15.850),
    "Fågelfors": ("0821", 57.199, 15.858),
    "Fagerhult": ("0821", 57.147, 15.665),
    "Ålem": ("0861", 56.955, 16.390),
    "Halltorp": ("0880", 56.520, 16.115),
    "Tvärskog": ("0880", 56.600, 16.025),
}
OUTSIDE = {"Växjö": (56.879, 14.806)}

_to_metres = pyproj.Transformer.from_crs("EPSG:4326", CRS, always_xy=True)


def localities() -> list[Locality]:
    """All tätorter with 500 inhabitants or more, largest first."""
    with (Path(__file__).parent / "localities.csv").open(encoding="utf-8") as file:
        return [
            Locality(
                row["code"],
                row["name"],
                row["municipality"],
                int(row["population"]),
                float(row["area_ha"]),
                float(row["east"]),
                float(row["north"]),
            )
            for row in csv.DictReader(file)
        ]


def metres(latitude: float, longitude: float) -> tuple[float, float]:
    """A position in EPSG:3006, to the metre."""
    east, north = _to_metres.transform(longitude, latitude)
    return float(round(east)), float(round(north))


def places() -> dict[str, tuple[float, float]]:
    """Position of every locality, village and place outside the county, by name."""
    found = {place.name: place.centre for place in localities()}
    found |= {name: metres(lat, lon) for name, (_, lat, lon) in VILLAGES.items()}
    return found | {name: metres(lat, lon) for name, (lat, lon) in OUTSIDE.items()}
