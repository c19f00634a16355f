"""The texts of the sample's setup file and of Mörbylånga's mapping profile."""

from __future__ import annotations

SETUP = """\
# Exempellän för Strukturbild. Ritat, inte antaget: se docs/sample.md.
strukturbild: 1
name: Kalmar län
language: sv
crs: EPSG:3006
notice: exempel, ej antagen plan
structure_map:
  date: 2025-06-01
  matching: geometric
  typology_normative: false
  typology: strukturbild.gpkg|layername=platstypologi
  nodes: strukturbild.gpkg|layername=noder
  links: strukturbild.gpkg|layername=samband
municipalities:
  source: strukturbild.gpkg|layername=kommuner
  coastal: ["0834", "0840", "0861", "0880", "0882", "0883", "0885"]
plans:
  # Högsby (0821) har ingen översiktsplan i exemplet.
  - municipality: "0834"
    name: Översiktsplan Torsås
    stage: in_force
    adopted_on: 2021-03-22
    in_force_on: 2021-04-20
    horizon_year: 2035
    sources: [{source: op/op_torsas.gpkg, profile: op_modell_2_1}]
  - municipality: "0840"
    name: Översiktsplan Mörbylånga
    stage: in_force
    adopted_on: 2024-02-20
    in_force_on: 2024-03-25
    planning_strategy_on: 2024-02-20
    horizon_year: 2040
    sources: [{source: op/op_morbylanga.gpkg, profile: profil_morbylanga.yaml}]
  - municipality: "0860"
    name: Översiktsplan Hultsfred
    stage: in_force
    adopted_on: 2019-06-17
    in_force_on: 2019-07-15
    horizon_year: 2030
    sources: [{source: op/op_hultsfred.gpkg, profile: op_modell_2_1}]
  - municipality: "0861"
    name: Översiktsplan Mönsterås
    stage: in_force
    adopted_on: 2022-11-28
    in_force_on: 2023-01-02
    planning_strategy_on: 2024-05-27
    horizon_year: 2040
    sources: [{source: op/monsteras, profile: op_modell_2_1}]
  - municipality: "0862"
    name: Översiktsplan Emmaboda, samrådshandling
    stage: consultation
    horizon_year: 2045
    residual_use: LB
    sources: [{source: op/op_emmaboda.gpkg, profile: op_modell_2_1}]
  - municipality: "0880"
    name: Översiktsplan Kalmar
    stage: in_force
    adopted_on: 2023-05-22
    in_force_on: 2023-06-26
    planning_strategy_on: 2024-06-17
    horizon_year: 2045
    sources: [{source: op/op_kalmar.gpkg, profile: op_modell_2_1}]
  - municipality: "0880"
    id: fop-sodra-staden
    name: Fördjupning för Södra staden
    type: deepening
    stage: in_force
    adopted_on: 2024-11-25
    in_force_on: 2025-01-07
    sources: [{source: op/op_kalmar_fordjupning.gpkg, profile: op_modell_2_1}]
  - municipality: "0881"
    name: Översiktsplan Nybro
    stage: in_force
    adopted_on: 2013-02-25
    in_force_on: 2013-03-27
    horizon_year: 2030
    sources: [{source: op/op_nybro.gpkg, profile: op_modell_2_1}]
  - municipality: "0882"
    name: Översiktsplan Oskarshamn
    stage: adopted
    adopted_on: 2025-03-10
    horizon_year: 2050
    sources: [{source: op/op_oskarshamn.gpkg, profile: op_modell_2_1}]
  - municipality: "0883"
    name: Översiktsplan Västervik
    stage: in_force
    adopted_on: 2024-01-29
    in_force_on: 2024-02-27
    planning_strategy_on: 2024-01-29
    horizon_year: 2035
    sources: [{source: op/op_vastervik.gpkg, profile: op_modell_2_1}]
  - municipality: "0884"
    name: Översiktsplan Vimmerby
    stage: review
    horizon_year: 2040
    sources: [{source: op/op_vimmerby.gpkg, profile: op_modell_2_1}]
  - municipality: "0885"
    name: Översiktsplan Borgholm
    stage: in_force
    adopted_on: 2022-06-13
    in_force_on: 2022-07-11
    horizon_year: 2035
    sources:
      - {source: op/markanvandning_borgholm.geojson, profile: op_modell_2_1}
      - {source: op/utvecklingsinriktning_borgholm.geojson, profile: op_modell_2_1}
supporting:
  localities: strukturbild.gpkg|layername=tatorter
  stops: strukturbild.gpkg|layername=hallplatser
  sea: strukturbild.gpkg|layername=hav
rules: {set: kalmar}
overrides:
  - rule: N2
    municipality: "0882"
    parameters: {level_table: {service_centre: [4]}}
    reason: I Oskarshamns plan är serviceort den lägsta av fyra nivåer.
  - rule: N1
    municipality: "0885"
    parameters: {minimum_area: {3: 2}}
    reason: På Öland finns lite mark som varken är jordbruksmark eller alvar.
output: kalmar.gpkg
"""

PROFILE = """\
# Mörbylångas egna lager och fältnamn (exempel, ej antagen plan).
profile: morbylanga
version: "1"
name: {sv: Mörbylångas översiktsplan, en: Comprehensive plan of Mörbylånga}
description:
  sv: Egna ord för markslag, läge och inriktning.
  en: The municipality's own words for uses, changes and orientation.
origin: Exempellänet i Strukturbild
sources:
  - layer: ["ÖP_yta", "ÖP_linje"]
    table: land_use
    columns:
      object_id: {field: ID}
      category:
        field: Markslag
        values:
          Köping och blandad bebyggelse: MB
          Boende: SB
          Arbete: VI
          Trafik: TI
          Teknik: TA
          Åker och betesmark: AN
          Park: GP
          Alvar, natur och fritid: NF
          Öländsk landsbygd: LB
          Hav och vatten: VA
      change:
        field: Läge
        values: {nuvarande: ongoing, utveckling: developed, omvandling: changed, framtida: new}
      subcategory: {field: Sort}
      name: {field: Namn}
      statement: {field: Riktlinje}
      dwellings: {field: Antal_bost}
      phase: {field: Etapp}
  - layer: ["Inriktning *"]
    table: development
    columns:
      object_id: {field: ID}
      theme:
        field: Tema
        values: {Bebyggelse: settlement, Trafik: transport, Grönt: green_blue}
      subcategory:
        field: Sort
        values:
          Utbyggnad: expansion_area
          Ort: locality
          Huvudort: regional_core
          Pendlingsstråk: corridor
          Grönt stråk: link
          Riktning: expansion_direction
      rank: {field: Ortsnivå}
      change: {field: Läge, values: {framtida: new}}
      dwellings: {field: Antal_bost}
      name: {field: Namn}
      statement: {field: Riktlinje}
"""
