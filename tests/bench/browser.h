// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "child.h"

#include <QJsonObject>
#include <QUrl>

namespace astern::bench {

// Chromium without a screen, driven over the pipe of its debugging protocol (its file descriptors 3 and 4).
class Browser {
public:
    // Empty: it is not installed. The program itself, not the shell script that Debian puts before it.
    [[nodiscard]] static QString program();

    // `profile`: a folder; the same again is a browser that knows its way. Milliseconds from exec until `expression`
    // holds in the page; nullopt: not within half a minute.
    [[nodiscard]] std::optional<double> show(const QUrl &url, const QString &profile, const QString &expression);
    [[nodiscard]] double pssMiB() const { return m_child.pssMiB(); }
    [[nodiscard]] QString evaluate(const QString &expression); // as a text
    void close();
    Browser() = default;
    ~Browser();
    Browser(const Browser &) = delete;
    Browser &operator=(const Browser &) = delete;

private:
    [[nodiscard]] QJsonObject call(const QString &method, const QJsonObject &parameters = {});
    [[nodiscard]] QByteArray message(); // the next one; empty: there will be none
    [[nodiscard]] bool attach(const QUrl &url);

    Child m_child;
    int m_to = -1;
    int m_from = -1;
    int m_calls = 0;
    QByteArray m_read;
    QString m_page; // session of the protocol
};

} // namespace astern::bench
