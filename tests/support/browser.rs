//! A real browser, driven through its debugging pipe: messages of JSON, each ended by a zero byte.

use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// The browser's name, if this machine has one; CI installs it.
pub(crate) fn name() -> Option<&'static str> {
    let found = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|run| run.status.success()));
    if found.is_none() {
        eprintln!("skipped: no Chromium");
    }
    found
}

/// One page in a browser of its own.
pub(crate) struct Page {
    browser: Child,
    commands: File,
    answers: BufReader<File>,
    session: String,
    last: u64,
    /// What the page asked the network for, file or not, and what went wrong in it.
    pub(crate) requests: Vec<String>,
    pub(crate) errors: Vec<String>,
    /// Files that were saved whole.
    saved: usize,
    /// Pages that were loaded whole.
    loaded: usize,
    folder: TempDir,
}

impl Page {
    /// Opens a browser with an empty page; `None` where there is no browser.
    pub(crate) fn open() -> Option<Self> {
        let name = name()?;
        let folder = tempfile::tempdir().unwrap();
        let pipe = |name: &str| folder.path().join(name);
        let (commands, answers) = (pipe("commands"), pipe("answers"));
        assert!(Command::new("mkfifo").args([&commands, &answers]).status().unwrap().success());
        // Only a shell can hand a child two files under the numbers that the browser reads and writes. Whatever happens, it is
        // gone after a while, and then reading from it fails.
        let start = "exec timeout -s KILL 240 \"$0\" --headless --no-sandbox --disable-gpu --remote-debugging-pipe \
            --user-data-dir=\"$3\" about:blank 3<\"$1\" 4>\"$2\"";
        let browser = Command::new("sh")
            .args(["-c", start, name])
            .args([&commands, &answers, &pipe("profile")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let commands = File::options().write(true).open(commands).unwrap();
        let answers = BufReader::new(File::open(answers).unwrap());
        let mut page = Self {
            browser,
            commands,
            answers,
            session: String::new(),
            last: 0,
            requests: Vec::new(),
            errors: Vec::new(),
            saved: 0,
            loaded: 0,
            folder,
        };
        let target = page.call("Target.createTarget", json!({"url": "about:blank"}))["targetId"].clone();
        let attached = page.call("Target.attachToTarget", json!({"targetId": target, "flatten": true}));
        page.session = attached["sessionId"].as_str().unwrap().to_owned();
        for domain in ["Page", "Runtime", "Network", "Log", "Performance"] {
            page.call(&format!("{domain}.enable"), json!({}));
        }
        Some(page)
    }

    fn next(&mut self) -> Value {
        let mut message = Vec::new();
        self.answers.read_until(0, &mut message).unwrap();
        assert_eq!(message.pop(), Some(0), "the browser went away");
        let message: Value = serde_json::from_slice(&message).unwrap();
        let told = &message["params"];
        match message["method"].as_str() {
            Some("Network.requestWillBeSent") => {
                self.requests.push(told["request"]["url"].as_str().unwrap().to_owned());
            }
            Some("Runtime.exceptionThrown") => self.errors.push(told["exceptionDetails"].to_string()),
            Some("Log.entryAdded") => self.errors.push(told["entry"].to_string()),
            Some("Runtime.consoleAPICalled") => self.errors.push(told.to_string()),
            // These may be over before the command that began them is answered.
            Some("Page.loadEventFired") => self.loaded += 1,
            Some("Browser.downloadProgress") => self.saved += usize::from(told["state"] == "completed"),
            _ => {}
        }
        message
    }

    /// A command of the browser's protocol and what it answers.
    pub(crate) fn call(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let mut message = json!({"id": self.last, "method": method, "params": params});
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.commands.write_all(format!("{message}\0").as_bytes()).unwrap();
        loop {
            let answer = self.next();
            if answer["id"] == self.last {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
        }
    }

    fn go(&mut self, url: &str) {
        let before = self.loaded;
        self.call("Page.navigate", json!({"url": url}));
        while self.loaded == before {
            self.next();
        }
    }

    /// Loads a file, with the part behind `#`, and waits until it is there.
    pub(crate) fn load(&mut self, file: &Path, fragment: &str) {
        // A page that is left for another part of itself would not be loaded again.
        self.go("about:blank");
        self.requests.clear();
        self.go(&format!("file://{}{fragment}", file.display()));
    }

    /// How wide and high the screen is, in pixels.
    pub(crate) fn size(&mut self, width: u32, height: u32) {
        let screen = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 640});
        self.call("Emulation.setDeviceMetricsOverride", screen);
    }

    /// Whether the reader likes it dark.
    pub(crate) fn dark(&mut self, on: bool) {
        let scheme = json!({"name": "prefers-color-scheme", "value": if on { "dark" } else { "light" }});
        self.call("Emulation.setEmulatedMedia", json!({"features": [scheme]}));
    }

    /// Presses a key: "Tab", "Enter".
    pub(crate) fn press(&mut self, key: &str) {
        let (code, text) = if key == "Enter" { (13, "\r") } else { (9, "") };
        for kind in ["keyDown", "keyUp"] {
            let told = json!({"type": kind, "key": key, "code": key, "text": text, "windowsVirtualKeyCode": code});
            self.call("Input.dispatchKeyEvent", told);
        }
    }

    /// Gives the page time to show what was begun, whether its scripts are on or off.
    pub(crate) fn settled(&mut self) {
        std::thread::sleep(std::time::Duration::from_millis(150));
        self.eval("document.readyState");
    }

    /// Seconds that scripts took since the page was opened.
    pub(crate) fn scripting(&mut self) -> f64 {
        let told = self.call("Performance.getMetrics", json!({}));
        let is_it = |metric: &&Value| metric["name"] == "ScriptDuration";
        told["metrics"].as_array().unwrap().iter().find(is_it).unwrap()["value"].as_f64().unwrap()
    }

    /// Turns the page's scripts off or on, from the next load on.
    pub(crate) fn scripts(&mut self, on: bool) {
        self.call("Emulation.setScriptExecutionDisabled", json!({"value": !on}));
    }

    /// The value of an expression, worked out in the page.
    pub(crate) fn eval(&mut self, expression: &str) -> Value {
        let asked = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let answer = self.call("Runtime.evaluate", asked);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// Files that the page saves land in a folder of this page.
    pub(crate) fn downloads(&mut self) -> std::path::PathBuf {
        let folder = self.folder.path().join("downloads");
        std::fs::create_dir_all(&folder).unwrap();
        let allowed = json!({"behavior": "allow", "downloadPath": folder, "eventsEnabled": true});
        let session = std::mem::take(&mut self.session);
        self.call("Browser.setDownloadBehavior", allowed);
        self.session = session;
        folder
    }

    /// Waits until a saved file is there whole.
    pub(crate) fn saved(&mut self) {
        while self.saved == 0 {
            self.next();
        }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // Its own end takes everything that it started along.
        let _ = self.commands.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        let _ = self.browser.wait();
    }
}
