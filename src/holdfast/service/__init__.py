"""One function per thing a user asks for: joins the engines, does no arithmetic; the public Python API."""
