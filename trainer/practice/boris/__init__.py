"""How does an event log travel to BORIS, with which researchers code behaviour, and back? Tables in, tables out."""
