"""Where trainees practise: sets, meetings, agreements, observed sessions, live capture."""
