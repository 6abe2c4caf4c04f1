// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/linksrow.h"

#include "ui/widgets/controls.h"

#include <QDesktopServices>
#include <QHBoxLayout>

namespace astern::ui {
namespace {

bool isWeb(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty() &&
           (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"));
}

} // namespace

LinksRow::LinksRow(QWidget *parent) : QWidget(parent), m_opener(&QDesktopServices::openUrl)
{
    m_row = new QHBoxLayout(this);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(Theme::of(this).px(4));
}

void LinksRow::setLinks(const QMap<QString, QString> &links)
{
    if (m_links == links)
        return;
    m_links = links;
    while (QLayoutItem *item = m_row->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    // What is looked at first when something fails stands first.
    const QList<std::pair<QString, QString>> known{{QStringLiteral("dashboard"), tr("Dashboard")},
                                                   {QStringLiteral("ci"), tr("CI")},
                                                   {QStringLiteral("repository"), tr("Repository")},
                                                   {QStringLiteral("channel"), tr("Channel")}};
    QMap<QString, QString> others = links;
    for (const auto &[key, text] : known) {
        if (others.contains(key))
            add(key, text, others.take(key));
    }
    for (auto it = others.cbegin(); it != others.cend(); ++it)
        add(it.key(), it.key(), it.value());
    setVisible(!links.isEmpty());
}

void LinksRow::add(const QString &key, const QString &text, const QString &address)
{
    QPushButton *button = makeButton(text, "quiet", QStringLiteral("arrow-up-right"), this);
    button->setObjectName(QStringLiteral("link-") + key);
    const bool good = isWeb(QUrl(address, QUrl::StrictMode));
    button->setEnabled(good);
    const QString why = good ? tr("Opens %1 in your browser").arg(address)
                             : tr("%1 is no web address, so it is not opened").arg(address);
    button->setToolTip(why);
    button->setStatusTip(why);
    button->setAccessibleDescription(why);
    connect(button, &QPushButton::clicked, this, [this, address] { open(address); });
    m_row->addWidget(button);
}

void LinksRow::open(const QString &address)
{
    const QUrl url(address, QUrl::StrictMode);
    if (isWeb(url) && !m_opener(url))
        Q_EMIT failed(tr("Nothing on this computer opens %1").arg(address));
}

} // namespace astern::ui
