"""One file per public function: tables in, a result out. Where formats and measures meet."""
