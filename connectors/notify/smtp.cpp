// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/notify/smtp.h"

#include <QCoreApplication>
#include <QFile>

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>

namespace astern::connectors {
namespace {

using escalation::Answer;
using escalation::Delivery;

QString tr(const char *text) { return QCoreApplication::translate("astern::Notify", text); }

struct Upload {
    const QByteArray &text;
    size_t at = 0;
    bool whole = false; // the server may have taken it
    const std::atomic<bool> &stop;
};

size_t read(char *buffer, size_t size, size_t count, void *data)
{
    auto &upload = *static_cast<Upload *>(data);
    const size_t length = std::min(size * count, size_t(upload.text.size()) - upload.at);
    std::memcpy(buffer, upload.text.constData() + upload.at, length);
    upload.at += length;
    upload.whole = upload.whole || upload.at == size_t(upload.text.size());
    return length;
}

int progress(void *data, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<const Upload *>(data)->stop ? 1 : 0;
}

void initOnce()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

QString wordsFor(CURLcode code, long status, const MailServer &server)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return tr("The name %1 is not known.").arg(server.host);
    case CURLE_COULDNT_CONNECT:
        return tr("Nothing answers at %1:%2.").arg(server.host).arg(server.port);
    case CURLE_PEER_FAILED_VERIFICATION:
        return tr("The certificate of %1 is not trusted.").arg(server.host);
    case CURLE_SSL_CACERT_BADFILE:
        return tr("The file with the authorities cannot be read: %1").arg(server.caFile);
    case CURLE_USE_SSL_FAILED:
        return tr("%1 offers no TLS, and without it nothing is sent.").arg(server.host);
    case CURLE_SSL_CONNECT_ERROR:
        return tr("TLS with %1 failed.").arg(server.host);
    case CURLE_LOGIN_DENIED:
        return tr("%1 does not accept the user or the password.").arg(server.host);
    case CURLE_OPERATION_TIMEDOUT:
        return tr("%1 did not answer in time.").arg(server.host);
    case CURLE_ABORTED_BY_CALLBACK:
        return tr("The program is ending.");
    default:
        break;
    }
    if (status >= 400)
        return tr("%1 does not take the message: it answers %2.").arg(server.host).arg(status);
    return tr("The connection to %1 broke: %2.").arg(server.host, QLatin1String(curl_easy_strerror(code)));
}

Answer answerFor(CURLcode code, long status, bool whole, const MailServer &server)
{
    if (code == CURLE_OK)
        return {Delivery::Told, {}, 0};
    const QString words = wordsFor(code, status, server);
    // What the server said last is about the message where all of it was sent.
    if (whole && (code == CURLE_OPERATION_TIMEDOUT || code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR ||
                  code == CURLE_GOT_NOTHING || code == CURLE_ABORTED_BY_CALLBACK || status < 400))
        return {Delivery::Unknown, words, 0};
    const bool settings = code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE ||
                          code == CURLE_USE_SSL_FAILED || code == CURLE_LOGIN_DENIED;
    const bool forGood = status >= 500 && status < 600 && code != CURLE_OPERATION_TIMEDOUT;
    return {settings || forGood ? Delivery::Refused : Delivery::Failed, words, 0};
}

struct FreeList {
    void operator()(curl_slist *list) const { curl_slist_free_all(list); }
};

} // namespace

Answer sendMail(const MailServer &server, const QString &password, const QStringList &to, const QByteArray &text,
                const std::atomic<bool> &stop, const SmtpLimits &limits)
{
    initOnce();
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), &curl_easy_cleanup);
    if (!handle)
        return {Delivery::Failed, tr("There is no memory for it."), 0};
    CURL *curl = handle.get();
    const QByteArray url =
        QStringLiteral("%1://%2:%3")
            .arg(server.implicitTls ? QStringLiteral("smtps") : QStringLiteral("smtp"),
                 server.host.contains(QLatin1Char(':')) ? QString(QLatin1Char('[') + server.host + QLatin1Char(']'))
                                                        : server.host)
            .arg(server.port)
            .toUtf8();
    curl_easy_setopt(curl, CURLOPT_URL, url.constData());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); // those of the environment are for the web
    curl_easy_setopt(curl, CURLOPT_USE_SSL, long(CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    const QByteArray ca = QFile::encodeName(server.caFile);
    if (!ca.isEmpty()) { // these alone
        curl_easy_setopt(curl, CURLOPT_CAINFO, ca.constData());
        curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
    }
    const QByteArray user = server.user.toUtf8();
    const QByteArray secret = password.toUtf8();
    if (!user.isEmpty()) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, user.constData());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, secret.constData());
    }
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, long(limits.connectMs));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, long(limits.allMs));
    // The limit above ends with the transfer: taking leave of a server that has stopped answering would take another
    // minute.
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, long(std::max(1, limits.connectMs / 1000)));
    const QByteArray from = '<' + server.from.toUtf8() + '>';
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.constData());
    std::unique_ptr<curl_slist, FreeList> recipients;
    for (const QString &address : to) {
        curl_slist *longer = curl_slist_append(recipients.get(), ('<' + address.toUtf8() + '>').constData());
        if (!longer)
            return {Delivery::Failed, tr("There is no memory for it."), 0};
        (void)recipients.release();
        recipients.reset(longer);
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
    Upload upload{text, 0, false, stop};
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, &read);
    curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, curl_off_t(text.size()));
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &upload);
    const CURLcode code = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return answerFor(code, status, upload.whole, server);
}

} // namespace astern::connectors
