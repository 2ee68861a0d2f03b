// Annotate, Review and Quality: see fixtures/desk/.
import "../fixtures/desk/assignments.mjs";
import "../fixtures/desk/reviews.mjs";
import "../fixtures/desk/quality.mjs";
import "../fixtures/desk/long.mjs";
