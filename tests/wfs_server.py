"""A small WFS 2.0 for the tests, in a process of its own: QGIS waits for it in the main thread.

What it answers stands ready in a folder: `capabilities.xml`, `describe.xsd`, `features.xml`, and
`hits.xml` where only the number of features is asked for. Whatever is missing there is answered
with `exception.xml`, as an exception report.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, Iterator, Sequence
from urllib.parse import parse_qs, urlsplit

from osgeo import ogr

FILES = {
    "getcapabilities": "capabilities.xml",
    "describefeaturetype": "describe.xsd",
    "getfeature": "features.xml",
}
NAMESPACES = (
    'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" '
    'xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:fes="http://www.opengis.net/fes/2.0" '
    'xmlns:plan="http://example.org/plan" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
REPORT = (
    f'{HEAD}<ows:ExceptionReport {NAMESPACES} version="2.0.0"><ows:Exception '
    'exceptionCode="NoApplicableCode"><ows:ExceptionText>Databasen är stängd för underhåll'
    "</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
)


class Answers(BaseHTTPRequestHandler):
    """Answers from the folder that the server was started with."""

    folder = Path()

    def do_GET(self) -> None:
        asked = {k.lower(): v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
        name = FILES.get(asked.get("request", "").lower(), "")
        if asked.get("resulttype", "").lower() == "hits":
            name = "hits.xml"
        file = self.folder / name
        body = file if name and file.is_file() else self.folder / "exception.xml"
        text = body.read_text(encoding="utf-8").replace(
            "{address}", f"http://{self.headers['Host']}"
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.end_headers()
        self.wfile.write(text.encode("utf-8"))

    def log_message(self, *_arguments: Any) -> None:
        """Nothing on the console."""


@contextmanager
def wfs_server(folder: Path) -> Iterator[str]:
    """Start a server that answers from a folder; its address."""
    process = subprocess.Popen(
        [sys.executable, __file__, str(folder)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/wfs"
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def offer(folder: Path, layer: str, rows: Sequence[dict[str, Any]], crs: int) -> None:
    """Write what the server is to answer: one layer of surfaces with fields of text."""
    fields = [name for name in rows[0] if name != "wkt"]
    folder.mkdir(exist_ok=True)
    texts = {
        "capabilities.xml": _capabilities(layer, crs),
        "describe.xsd": _schema(layer, fields),
        "features.xml": _collection(layer, rows, fields, crs),
        "hits.xml": (
            f'{HEAD}<wfs:FeatureCollection {NAMESPACES} timeStamp="2025-01-01T00:00:00Z" '
            f'numberMatched="{len(rows)}" numberReturned="0"/>'
        ),
        "exception.xml": REPORT,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def _capabilities(layer: str, crs: int) -> str:
    operations = "".join(
        f'<ows:Operation name="{name}"><ows:DCP><ows:HTTP><ows:Get xlink:href="{{address}}/wfs?"/>'
        "</ows:HTTP></ows:DCP></ows:Operation>"
        for name in ("GetCapabilities", "DescribeFeatureType", "GetFeature")
    )
    return (
        f'{HEAD}<wfs:WFS_Capabilities {NAMESPACES} version="2.0.0">'
        f"<ows:OperationsMetadata>{operations}</ows:OperationsMetadata><wfs:FeatureTypeList>"
        f"<wfs:FeatureType><wfs:Name>plan:{layer}</wfs:Name><wfs:Title>{layer}</wfs:Title>"
        f"<wfs:DefaultCRS>urn:ogc:def:crs:EPSG::{crs}</wfs:DefaultCRS><ows:WGS84BoundingBox>"
        "<ows:LowerCorner>10 55</ows:LowerCorner><ows:UpperCorner>24 69</ows:UpperCorner>"
        "</ows:WGS84BoundingBox></wfs:FeatureType></wfs:FeatureTypeList></wfs:WFS_Capabilities>"
    )


def _schema(layer: str, fields: Sequence[str]) -> str:
    elements = "".join(
        f'<xsd:element name="{name}" type="xsd:string" nillable="true" minOccurs="0"/>'
        for name in fields
    )
    return (
        f'{HEAD}<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" {NAMESPACES} '
        'targetNamespace="http://example.org/plan" elementFormDefault="qualified">'
        '<xsd:import namespace="http://www.opengis.net/gml/3.2" '
        'schemaLocation="http://schemas.opengis.net/gml/3.2.1/gml.xsd"/>'
        f'<xsd:element name="{layer}" type="plan:{layer}Type" '
        'substitutionGroup="gml:AbstractFeature"/>'
        f'<xsd:complexType name="{layer}Type"><xsd:complexContent>'
        '<xsd:extension base="gml:AbstractFeatureType"><xsd:sequence>'
        f'{elements}<xsd:element name="geom" type="gml:MultiSurfacePropertyType" minOccurs="0"/>'
        "</xsd:sequence></xsd:extension></xsd:complexContent></xsd:complexType></xsd:schema>"
    )


def _collection(layer: str, rows: Sequence[dict[str, Any]], fields: Sequence[str], crs: int) -> str:
    members = "".join(
        f"<wfs:member>{_feature(layer, number, row, fields, crs)}</wfs:member>"
        for number, row in enumerate(rows, 1)
    )
    return (
        f'{HEAD}<wfs:FeatureCollection {NAMESPACES} timeStamp="2025-01-01T00:00:00Z" '
        f'numberMatched="{len(rows)}" numberReturned="{len(rows)}">{members}'
        "</wfs:FeatureCollection>"
    )


def _feature(layer: str, number: int, row: dict[str, Any], fields: Sequence[str], crs: int) -> str:
    values = "".join(
        f"<plan:{name}>{row[name]}</plan:{name}>" for name in fields if row[name] is not None
    )
    shape = ogr.ForceToMultiPolygon(ogr.CreateGeometryFromWkt(row["wkt"]))
    shape.SwapXY()  # the axes of a URN: north before east
    options = ["FORMAT=GML32", f"GMLID=g{number}"]
    text = shape.ExportToGML(options=options).replace(
        f'gml:id="g{number}"', f'gml:id="g{number}" srsName="urn:ogc:def:crs:EPSG::{crs}"', 1
    )
    return (
        f'<plan:{layer} gml:id="{layer}.{number}">{values}<plan:geom>{text}</plan:geom>'
        f"</plan:{layer}>"
    )


if __name__ == "__main__":
    Answers.folder = Path(sys.argv[1])
    server = HTTPServer(("127.0.0.1", 0), Answers)
    print(server.server_port, flush=True)
    server.serve_forever()
