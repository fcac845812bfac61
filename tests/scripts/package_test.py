# SPDX-License-Identifier: GPL-3.0-or-later
"""packaging/debian: the parts of the package say the same as the program and as each other."""
import pathlib, re, subprocess, unittest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
DEBIAN = PROJECT / "packaging/debian"
SCRIPTS = ("postinst", "prerm", "postrm", "throughline-installation")


def text(name):
    return (DEBIAN / name).read_text("utf-8")


def unit():
    """Every setting of the unit, by its name; the last one where it stands more than once."""
    return dict(line.split("=", 1) for line in text("throughline.service").splitlines()
                if "=" in line and not line.startswith("#"))


class Package(unittest.TestCase):
    def test_the_unit_calls_the_program_with_options_that_it_has(self):
        program, command, *words = unit()["ExecStart"].split()
        self.assertEqual((program, command), ("/usr/bin/throughline", "serve"))
        source = (PROJECT / "src/app/command_line.cpp").read_text("utf-8")
        everywhere = re.findall(r'\bapp\.add_option\(\s*"(--[\w-]+)"', source)
        of_serve = re.findall(r'\bserve_command->add_option\(\s*"(--[\w-]+)"', source)
        options = [word for word in words if word.startswith("--")]
        self.assertGreater(len(options), 3)
        for option in options:
            self.assertIn(option, everywhere + of_serve)

    def test_every_setting_that_is_used_is_in_the_settings_file_and_the_other_way_round(self):
        defined = set(re.findall(r"^(\w+)=", text("throughline.default"), re.M))
        self.assertEqual(set(re.findall(r"\$\{(\w+)\}", unit()["ExecStart"])), defined)
        self.assertIn("$DATABASE", text("throughline-installation"))
        self.assertEqual(text("conffiles").split(), [unit()["EnvironmentFile"]])

    def test_everybody_means_the_same_folder_and_the_same_user(self):
        self.assertEqual((unit()["User"], unit()["StateDirectory"]), ("throughline", "throughline"))
        for name in ("throughline.service", "throughline.default", "throughline.1", *SCRIPTS):
            if name == "prerm":
                continue
            with self.subTest(name):
                self.assertIn("/var/lib/throughline", text(name))

    def test_no_script_of_the_package_deletes_a_folder_that_is_not_empty(self):
        for name in SCRIPTS:
            with self.subTest(name):
                self.assertNotRegex(text(name), r"\brm\b|--remove-home|--remove-all-files|-delete\b")

    def test_the_scripts_are_read_by_the_shell_and_stop_at_a_fault(self):
        for name in SCRIPTS:
            with self.subTest(name):
                subprocess.run(["sh", "-n", DEBIAN / name], check=True)
                self.assertRegex(text(name), r"\A#!/bin/sh\n(#.*\n)*set -eu?\n")
                self.assertTrue((DEBIAN / name).stat().st_mode & 0o111)

    def test_the_package_depends_on_what_is_installed_to_run_but_chromium(self):
        to_run = re.search(r"# to run\n(.*?)\)", (PROJECT / "script/bootstrap").read_text("utf-8"), re.S)[1].split()
        rules = (PROJECT / "cmake/package.cmake").read_text("utf-8")
        depends = re.search(r'PACKAGE_DEPENDS\s+"([^"]*)"', rules)[1].split(", ")
        recommends = re.search(r"PACKAGE_RECOMMENDS (\S+)\)", rules)[1]
        self.assertEqual({*to_run, "adduser"}, {*depends, recommends})

    def test_the_unit_leaves_children_their_walls(self):
        # Each of these looks like a gain, and then no child can be confined, or no PDF made.
        for setting in ("ProtectKernelTunables", "ProtectKernelLogs", "ProcSubset", "MemoryDenyWriteExecute"):
            self.assertNotIn(setting, unit())
        self.assertLessEqual({"user", "mnt", "pid", "net", "ipc", "uts"}, set(unit()["RestrictNamespaces"].split()))
        self.assertIn("@mount", unit()["SystemCallFilter"].split())


if __name__ == "__main__":
    unittest.main()
