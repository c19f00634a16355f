"""The wizard that makes a new case: from layers in a project or in files to a setup file."""
