// Annotate, Review and Quality: see fixtures/work/.
import "../fixtures/work/assignments.mjs";
import "../fixtures/work/reviews.mjs";
import "../fixtures/work/quality.mjs";
import "../fixtures/work/long.mjs";
