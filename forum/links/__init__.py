"""Links that lead out of the site: where they stand, whether they still answer, how they are mended."""
