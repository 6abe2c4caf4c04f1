// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QObject>
#include <QProcess>

namespace astern::app {

// The simulated company as a child process, for a first look and for the guided scenario: the cockpit talks to it
// over the same wire protocols as to real systems. Ends with this object, or with this process.
class SandboxProcess : public QObject {
    Q_OBJECT
public:
    explicit SandboxProcess(QObject *parent = nullptr);
    ~SandboxProcess() override;

    // Starts `asternctl sandbox` beside this program and waits until it is ready: the workspace folder it wrote.
    Result<QString> start(const QStringList &arguments, int timeoutMs = 30'000);

Q_SIGNALS:
    void died(const QString &why);

private:
    QProcess m_process;
};

} // namespace astern::app
