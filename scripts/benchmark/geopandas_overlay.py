"""The GeoPandas peer: read two layers, overlay them, write the pieces."""

import sys

import geopandas as gpd

source, target = sys.argv[1:]
plan = gpd.read_file(source, layer="land_use", engine="pyogrio")
typology = gpd.read_file(source, layer="typology", engine="pyogrio")
gpd.overlay(plan, typology, how="intersection").to_file(target, engine="pyogrio")
