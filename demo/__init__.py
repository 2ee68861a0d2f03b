"""How the samples in src/earmark/samples were made: run by hand, never imported by the product."""
