// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QUrl>
#include <QWidget>

#include <functional>

class QHBoxLayout;

namespace astern::ui {

// The service's pages elsewhere (dashboard, CI, repository, channel) as buttons. They leave the program, so only web
// addresses are opened, whatever the workspace says.
class LinksRow : public QWidget {
    Q_OBJECT
public:
    // False: there is nobody to open it.
    using Opener = std::function<bool(const QUrl &)>;
    explicit LinksRow(QWidget *parent = nullptr);
    void setLinks(const QMap<QString, QString> &links);             // name -> address
    void setOpener(Opener opener) { m_opener = std::move(opener); } // instead of the desktop's

Q_SIGNALS:
    void failed(const QString &why);

private:
    void add(const QString &key, const QString &text, const QString &address);
    void open(const QString &address);
    QMap<QString, QString> m_links;
    QHBoxLayout *m_row = nullptr;
    Opener m_opener;
};

} // namespace astern::ui
