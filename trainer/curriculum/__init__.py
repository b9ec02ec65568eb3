"""What is taught: programmes, releases, lessons, knowledge checks, reflections, progress."""
