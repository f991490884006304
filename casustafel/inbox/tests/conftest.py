from casustafel.inbox.tests.mail_server import mail_server, running_mail_server

__all__ = ["mail_server", "running_mail_server"]
