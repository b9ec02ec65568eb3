"""What does a WSGI server serve?"""

from trainer.app import create_app

app = create_app()
