#!/usr/bin/python3
"""A stand-in for what a desktop has around its windows: a tray and a notification service.

Claims `org.kde.StatusNotifierWatcher` and `org.freedesktop.Notifications` on the session bus when told
to. Reads one JSON request a line on stdin and answers each with one JSON line on stdout:

  {"do": "tray", "there": true}      claims the tray's name, or lets go of it
  {"do": "notes", "there": true}     the same for notifications
  {"do": "menu"}                     the icon's label, its pictures' sizes, and its menu as a tree
  {"do": "click", "id": 7}           clicks an entry of the menu
  {"do": "shown"}                    every note so far, closed ones with how they were closed
  {"do": "act", "number": 1, "action": "default"}   presses a note's button
  {"do": "dismiss", "number": 1}     closes a note as a person does
"""

import json
import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

WATCHER = "org.kde.StatusNotifierWatcher"
NOTES = "org.freedesktop.Notifications"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"

dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()


def plain(value):
    """A D-Bus value as JSON has it; pictures as the number of their bytes."""
    if isinstance(value, dbus.Array) and value.signature == "y":
        return len(value)
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, (bool, dbus.Boolean)):
        return bool(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    return str(value)


class Tray(dbus.service.Object):
    """Knows the icons of the session."""

    def __init__(self):
        super().__init__(bus, "/StatusNotifierWatcher")
        self.items = []
        bus.add_signal_receiver(self.forget, "NameOwnerChanged", dbus.BUS_DAEMON_IFACE)

    def forget(self, name, _before, after):
        if not after:
            self.items = [item for item in self.items if item[0] != name]

    @dbus.service.method(WATCHER, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        by_path = service.startswith("/")
        item = (sender, service) if by_path else (service, "/StatusNotifierItem")
        if item not in self.items:
            self.items.append(item)
        self.StatusNotifierItemRegistered("".join(item))

    @dbus.service.method(WATCHER, in_signature="s")
    def RegisterStatusNotifierHost(self, service):
        self.StatusNotifierHostRegistered()

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return {
            "IsStatusNotifierHostRegistered": dbus.Boolean(True),
            "ProtocolVersion": dbus.Int32(0),
            "RegisteredStatusNotifierItems": dbus.Array(
                ["".join(item) for item in self.items], signature="s"
            ),
        }

    @dbus.service.signal(WATCHER, signature="s")
    def StatusNotifierItemRegistered(self, item):
        pass

    @dbus.service.signal(WATCHER, signature="")
    def StatusNotifierHostRegistered(self):
        pass

    def properties(self):
        name, path = self.items[-1]
        item = dbus.Interface(bus.get_object(name, path), PROPERTIES)
        return name, item.GetAll(ITEM)

    def menu_of(self):
        name, properties = self.properties()
        return dbus.Interface(bus.get_object(name, properties["Menu"]), MENU), properties

    def read(self):
        if not self.items:
            return None
        menu, properties = self.menu_of()
        menu.AboutToShow(dbus.Int32(0))
        _, root = menu.GetLayout(dbus.Int32(0), dbus.Int32(-1), dbus.Array([], signature="s"))
        shown = {
            key: plain(properties[key])
            for key in ("Id", "Title", "Status", "IconName", "XAyatanaLabel")
            if key in properties
        }
        return {"item": shown, "menu": [entry(child) for child in root[2]]}

    def click(self, number):
        menu, _ = self.menu_of()
        nothing = dbus.Int32(0, variant_level=1)
        menu.Event(dbus.Int32(number), "clicked", nothing, dbus.UInt32(0))


def entry(child):
    number, properties, children = child
    if properties.get("type") == "separator":
        return {"id": int(number), "separator": True}
    return {
        "id": int(number),
        "label": str(properties.get("label", "")),
        "enabled": bool(properties.get("enabled", True)),
        "children": [entry(one) for one in children],
    }


class Notes(dbus.service.Object):
    """Takes notes and shows them to nobody."""

    def __init__(self):
        super().__init__(bus, "/org/freedesktop/Notifications")
        self.notes = []

    @dbus.service.method(NOTES, in_signature="", out_signature="as")
    def GetCapabilities(self):
        return ["actions", "body", "persistence"]

    @dbus.service.method(NOTES, in_signature="", out_signature="ssss")
    def GetServerInformation(self):
        return ("desk", "kalends", "1", "1.2")

    @dbus.service.method(NOTES, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, replaces, icon, title, body, actions, hints, expires):
        number = int(replaces) or 1 + max((note["number"] for note in self.notes), default=0)
        self.notes.append(
            {
                "number": number,
                "replaces": int(replaces),
                "app": str(app),
                "title": str(title),
                "body": str(body),
                "actions": [str(one) for one in actions[::2]],
                "hints": plain(hints),
                "closed": None,
            }
        )
        return dbus.UInt32(number)

    @dbus.service.method(NOTES, in_signature="u")
    def CloseNotification(self, number):
        self.close(int(number), 3)

    @dbus.service.signal(NOTES, signature="uu")
    def NotificationClosed(self, number, reason):
        pass

    @dbus.service.signal(NOTES, signature="us")
    def ActionInvoked(self, number, action):
        pass

    def close(self, number, reason):
        for note in self.notes:
            if note["number"] == number and note["closed"] is None:
                note["closed"] = reason
        self.NotificationClosed(dbus.UInt32(number), dbus.UInt32(reason))


tray, notes = Tray(), Notes()


def claim(name, there):
    if there:
        bus.request_name(name, dbus.bus.NAME_FLAG_DO_NOT_QUEUE)
    else:
        bus.release_name(name)


def answer(request):
    do = request["do"]
    if do == "tray":
        if not request["there"]:
            tray.items.clear()
        return claim(WATCHER, request["there"])
    if do == "notes":
        return claim(NOTES, request["there"])
    if do == "menu":
        return tray.read()
    if do == "click":
        return tray.click(request["id"])
    if do == "shown":
        return notes.notes
    if do == "act":
        notes.ActionInvoked(dbus.UInt32(request["number"]), request["action"])
        return notes.close(request["number"], 2)
    if do == "dismiss":
        return notes.close(request["number"], 2)
    raise ValueError(f"nothing is known of {do}")


def on_line(stream, _condition):
    line = stream.readline()
    if not line:
        loop.quit()
        return False
    try:
        reply = {"answer": answer(json.loads(line))}
    except Exception as error:  # Whoever asked is told, whatever it was.
        reply = {"error": str(error)}
    print(json.dumps(reply), flush=True)
    return True


loop = GLib.MainLoop()
GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, on_line)
print(json.dumps({"answer": "ready"}), flush=True)
loop.run()
