# The API reference.

docs-title = API reference
docs-text = Version { $version }. The description for programs:
docs-empty = The description is empty so far.
docs-public = Open to anyone
docs-signed-in = Needs a sign-in
docs-roles = Needs a role: { $roles }
docs-params = Parameters
docs-request = Request
docs-responses = Responses
docs-fields = Fields
docs-required = required
