<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>Strukturbild</name>
    <message>
        <source>&amp;Strukturbild</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the sample county</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check a county...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check a municipality...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspect inputs...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map a plan...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area account...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check comprehensive plans against the structure map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sums planned use by place type in hectares. Each piece of land counts once; what no plan covers is accounted for as unplanned and what no place type covers as untyped, so that every municipality closes to its area. Give a setup file, or layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table: one row a municipality, planned use and place type, in ha.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pieces of land, one for each plan object and place type.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setup file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accounts for all municipalities of a setup file; the layers below are then not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place typology</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygons of the structure map with the field class_code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Municipal borders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygons with the fields code (four figures as text) and name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Municipal code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The municipality to account for. Left empty: all in the layer of borders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check a municipality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks one municipality&apos;s comprehensive plan against the regional structure map. The layers are ordinary parameters, so it works in models. What is not given makes the checks that need it undetermined or blocked, never silently left out. Borders to neighbours need the neighbours&apos; plans too: use Check a county for those.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings with this geometry: rule, outcome, figures, explanation and question.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every assessment with exactly one outcome, one row each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoPackage with all result tables, with styles, if asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of findings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of assessments that could not be made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The municipality to check: four figures, for example 0880.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points or polygons of the structure map with the fields node_id, name, category and rank (1 is the highest).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Functional links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines of the structure map with the fields link_id, from_node, to_node, kind, strength (1-3) and status.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How links are compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>geometric where links are drawn along real routes, relational where they are straight lines between nodes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The region declares its typology normative</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Otherwise the typology is a background map, and weighs less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Localities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Built-up localities with name and population; give node zones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Public transport stops</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points with the fields kind (bus, rail, ferry) and departures (an ordinary weekday).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sea</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygons of the sea, so that land and sea are told apart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The municipality has sea</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Says that the municipal territory holds sea, also where no sea layer is given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings, polygons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings, lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings, points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result GeoPackage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not assessed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check a county</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks all plans of a setup file (NAME.strukturbild.yaml) against the structure map, writes one GeoPackage with findings, ledger, area account and headline figures, and prints one line a municipality and the county&apos;s five headline figures. A broken plan costs its own municipality only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoPackage with findings_polygon, findings_line, findings_point, ledger, area_account, municipalities, unmapped and run, with styles.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON file that says how the run went, written also when it fails.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NAME.strukturbild.yaml: the structure map, the municipalities and their plans, supporting data, rules and output. Relative paths count from its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count the run as failed on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For scheduled runs: never, conflicting (a plan says something else), shall (a finding of a rule that must be met) or any (any finding). The result is written all the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the findings in the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adds the layers of findings to the project when the run is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The GeoPackage to write. Left empty, the setup file&apos;s output is used. An earlier result is replaced only when the new one is whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The JSON file to write. Left empty, it stands beside the result: NAME.status.json.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygons with the fields code (four figures as text) and name. Neighbouring municipalities in the layer are used for the borders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All layers of the municipality&apos;s comprehensive plan: points, lines and polygons, in any coordinate system. Layers that the mapping profile does not know are counted and listed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mapping profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How names of layers, fields and values become the common codes. op_modell_2_1 fits plans with the category names of the national model, canonical fits layers that already have this plugin&apos;s own names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mapping profile of your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A profile file of your own; it is used instead of the choice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stage of the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>consultation, review, adopted or in_force. Some rules only apply at some stages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rule set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rules with their thresholds and texts. generic holds proposed defaults; the others follow a region&apos;s own structure map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rule set of your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A rule set file of your own; it is used instead of the choice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coordinate system for computing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A projected coordinate system in metres. All layers are transformed to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language of the result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language of titles, explanations and questions in the result: sv or en.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspect inputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reads everything that a setup file names, without checking anything: how many features each layer has and how many were mapped and repaired, what was not mapped, and which checks would run in which municipality, or why not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table with a row for each layer, value that was not mapped, problem and check.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same as a text file to read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same as text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The NAME.strukturbild.yaml to look into.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What would be read and checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map a plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reads the layers of a comprehensive plan by a mapping profile and writes them with the common names and codes, and the list of layers and values that the profile has no code for. Use it to try out a profile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoPackage with land_use, development and considerations as far as the plan has them, and the table unmapped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of layers and values that were not mapped, with count and area.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of layers and values that were not mapped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mapped plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not mapped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number not mapped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rules (rule set generic)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
