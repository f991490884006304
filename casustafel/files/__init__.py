"""Files that people send: kept encrypted as they come in, cleaned and scanned before anybody opens them."""
