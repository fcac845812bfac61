# SPDX-License-Identifier: GPL-3.0-or-later
"""A person at a browser without JavaScript: keeps cookies, reads the forms of a page, fills them in and sends them."""
import html.parser, http.client, urllib.parse, uuid


class Gone(Exception):
    """No answer came, or not all of it: nothing is known of what became of the request."""


class Answer:
    def __init__(self, status, headers, body, path):
        self.status, self.headers, self.body, self.path = status, headers, body, path
        self.text = body.decode("utf-8", "replace")

    @property
    def location(self):
        return self.headers.get("Location", "")

    @property
    def acknowledged(self):
        return self.status in (200, 201, 204, 303)

    def forms(self):
        reader = Forms(self.path)
        reader.feed(self.text)
        return reader.forms

    def form(self, having, to=""):
        """The first form with a field of that name that is sent to an address with that ending."""
        for form in self.forms():
            if form.action.endswith(to or form.action) and form.action and having in form.names:
                return form
        raise AssertionError(f"no form with “{having}” on {self.path} ({self.status}): "
                             + str([sorted(form.names) for form in self.forms()]))


class Form:
    def __init__(self, action):
        self.action, self.fields, self.names, self.choices = action, [], set(), {}
        self.kinds = {}  # of the fields that are written or chosen: text, textarea, radio …

    def set(self, **values):
        """Each value instead of what the page had filled in; a list for several ticked boxes."""
        for name, value in values.items():
            name = name.replace("__", "-")
            self.fields = [field for field in self.fields if field[0] != name]
            self.fields += [(name, one) for one in (value if isinstance(value, list) else [value])]
        return self

    def value(self, name):
        return next((value for key, value in self.fields if key == name), "")


class Forms(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.path, self.forms, self.form, self.area, self.select = path, [], None, None, None

    def handle_starttag(self, tag, pairs):
        has = dict(pairs)
        name, value = has.get("name"), has.get("value") or ""
        if tag == "form":
            self.form = Form(urllib.parse.urljoin(self.path, has.get("action") or self.path)
                             if (has.get("method") or "").lower() == "post" else "")
            self.forms.append(self.form)
        if self.form is None or not name and tag != "option":
            return
        if tag in ("input", "textarea", "select", "button"):
            self.form.names.add(name)
        if tag == "input":
            kind = (has.get("type") or "text").lower()
            self.form.kinds[name] = kind
            if kind in ("radio", "checkbox"):
                self.form.choices.setdefault(name, []).append(value)
            if kind == "file" or kind in ("radio", "checkbox") and "checked" not in has:
                return
            self.form.fields.append((name, value))
        elif tag == "textarea":
            self.area = name
            self.form.kinds[name] = "textarea"
            self.form.fields.append((name, ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            self.form.choices.setdefault(self.select, []).append(value)
            if "selected" in has:
                self.form.fields.append((self.select, value))

    def handle_data(self, data):
        if self.area:
            name, before = self.form.fields[-1]
            self.form.fields[-1] = (name, before + data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            name, text = self.form.fields[-1]
            self.form.fields[-1] = (name, text[1:] if text.startswith("\n") else text)
            self.area = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.form = None


class Browser:
    def __init__(self, port, patience=60):
        self.port, self.patience, self.cookies = port, patience, {}

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        sent = dict(headers or {})
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            read = answer.read()
        except (OSError, http.client.HTTPException) as lost:
            raise Gone(str(lost)) from lost
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, answer.headers, read, path)

    def get(self, path):
        return self.ask("GET", path)

    def send(self, form, files=None):
        """The form as a browser sends it; with files as multipart/form-data."""
        if not files:
            return self.ask("POST", form.action, urllib.parse.urlencode(form.fields),
                            {"Content-Type": "application/x-www-form-urlencoded"})
        body, kind = multipart(form.fields, files)
        return self.ask("POST", form.action, body, {"Content-Type": kind})

    def sign_in(self, person):
        form = self.get("/sign-in").form("password").set(email=person["email"], password=person["password"])
        answer = self.send(form)
        if answer.status != 303:
            raise AssertionError(f"{person['email']} is not let in: {answer.status}")
        return self


def multipart(fields, files):
    """The body and its media type; `files` is a list of (field, file name, bytes)."""
    boundary = uuid.uuid4().hex
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in fields]
    for field, name, content in files:
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
                     "Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
