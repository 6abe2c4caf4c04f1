// SPDX-License-Identifier: GPL-3.0-or-later
#include "company.h"

#include "child.h"

#include <arpa/inet.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace astern::bench {
namespace {

constexpr int kTickMs = 10;
constexpr int kCycleMs = 1000; // every rollout changes once in it

// A text with holes, cut once.
class Template {
public:
    explicit Template(const std::string &file)
    {
        std::ostringstream all;
        all << std::ifstream(file).rdbuf();
        const std::string text = all.str();
        size_t at = 0;
        while (true) {
            const size_t hole = text.find('@', at);
            m_pieces.push_back(text.substr(at, hole == std::string::npos ? hole : hole - at));
            if (hole == std::string::npos)
                break;
            const size_t end = text.find('@', hole + 1);
            m_holes.push_back(text[hole + 1]); // N, U, V: they differ in their first letter
            at = end + 1;
        }
    }
    void append(std::string &out, const std::string &name, const std::string &uid, const std::string &version) const
    {
        for (size_t i = 0; i < m_pieces.size(); ++i) {
            out += m_pieces[i];
            if (i < m_holes.size())
                out += m_holes[i] == 'N' ? name : m_holes[i] == 'U' ? uid : version;
        }
    }

private:
    std::vector<std::string> m_pieces;
    std::string m_holes;
};

struct Connection {
    int socket = -1;
    std::string in;
    std::string out;
    size_t sent = 0;
    bool wantsWrite = false;
    bool watchesRollouts = false;
    bool endsList = false; // what goes out is the last page of a list
};

struct Request {
    std::string_view method;
    std::string_view target;
    std::string_view body;
};

class Company {
public:
    Company(const std::string &folder, int rollouts, CompanyTable &table)
        : m_live(folder + "/live.json"), m_aborted(folder + "/aborted.json"), m_sets(folder + "/sets.json"),
          m_rollouts(static_cast<size_t>(rollouts)), m_table(table)
    {
        for (size_t i = 0; i < m_rollouts.size(); ++i) {
            char name[32];
            std::snprintf(name, sizeof name, "svc-%04zu", i);
            m_rollouts[i].name = name;
            char uid[48];
            std::snprintf(uid, sizeof uid, "3d6ca0bd-6a9e-47a5-87e7-%012zu", i);
            m_rollouts[i].uid = uid;
        }
    }

    int run()
    {
        m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
        const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(listener, reinterpret_cast<sockaddr *>(&address), size) != 0 || ::listen(listener, 256) != 0 ||
            ::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size) != 0)
            return 1;
        watch(listener, EPOLLIN);
        std::printf("%d\n", int(ntohs(address.sin_port)));
        std::fflush(stdout);
        std::int64_t next = monotonicNs();
        while (true) {
            const std::int64_t now = monotonicNs();
            if (now >= next) {
                next = now - next > 1'000'000'000 ? now : next + kTickMs * 1'000'000;
                tick();
            }
            epoll_event ready[64];
            const auto wait = int((next - monotonicNs()) / 1'000'000) + 1;
            const int count = ::epoll_wait(m_epoll, ready, 64, wait < 0 ? 0 : wait);
            for (int i = 0; i < count; ++i) {
                if (ready[i].data.fd == listener)
                    accept(listener);
                else
                    serve(ready[i].data.fd, ready[i].events);
            }
        }
    }

private:
    struct One {
        std::string name;
        std::string uid;
        bool aborted = false;
    };

    void watch(int socket, std::uint32_t events)
    {
        epoll_event event{};
        event.events = events;
        event.data.fd = socket;
        if (::epoll_ctl(m_epoll, EPOLL_CTL_ADD, socket, &event) != 0)
            ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, socket, &event);
    }

    void accept(int listener)
    {
        const int socket = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket < 0)
            return;
        const int on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        m_connections[socket].socket = socket;
        watch(socket, EPOLLIN);
    }

    void serve(int socket, std::uint32_t events)
    {
        Connection &connection = m_connections[socket];
        if (events & EPOLLOUT)
            flush(connection);
        if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
            return;
        char bytes[65536];
        while (true) {
            const ssize_t count = ::recv(socket, bytes, sizeof bytes, 0);
            m_receivedNs = monotonicNs();
            if (count > 0) {
                connection.in.append(bytes, size_t(count));
                continue;
            }
            if (count < 0 && (errno == EAGAIN || errno == EINTR))
                break;
            ::close(socket);
            m_connections.erase(socket);
            return;
        }
        while (answerOne(connection)) {
        }
        flush(connection);
    }

    bool answerOne(Connection &connection)
    {
        const size_t end = connection.in.find("\r\n\r\n");
        if (end == std::string::npos)
            return false;
        const std::string_view head = std::string_view(connection.in).substr(0, end);
        size_t length = 0;
        for (const char *name : {"Content-Length: ", "content-length: "}) {
            if (const size_t at = head.find(name); at != std::string_view::npos)
                length = size_t(std::atoll(head.data() + at + std::string_view(name).size()));
        }
        if (connection.in.size() < end + 4 + length)
            return false;
        const size_t space = head.find(' ');
        const size_t second = head.find(' ', space + 1);
        const Request request{head.substr(0, space), head.substr(space + 1, second - space - 1),
                              std::string_view(connection.in).substr(end + 4, length)};
        answer(connection, request);
        connection.in.erase(0, end + 4 + length);
        return true;
    }

    void answer(Connection &connection, const Request &request)
    {
        const std::string_view target = request.target;
        const auto holds = [&](std::string_view text) { return target.find(text) != std::string_view::npos; };
        if (holds("/api/v1/query")) {
            std::string body = !holds("query_range") ? queryAnswer(request.body)
                               : m_table.past.load() ? rangeAnswer(request.body)
                                                     : kNoHistory;
            if (m_table.quiet.load())
                m_held.emplace_back(connection.socket, std::move(body));
            else
                say(connection, body);
            ++m_table.answers;
        } else if (holds("watch=1")) {
            connection.out += "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
            connection.watchesRollouts = holds("/rollouts?");
        } else if (holds("/replicasets")) {
            listSets(connection, request);
        } else if (holds("/rollouts?")) {
            listRollouts(connection, request);
        } else if (holds("/rollouts/svc-")) {
            one(connection, request);
        } else {
            say(connection, "{}"); // the anchor's request
        }
    }

    static size_t indexIn(std::string_view text)
    {
        const size_t at = text.find("svc-");
        return at == std::string_view::npos ? kMostRollouts : size_t(std::atoll(text.data() + at + 4));
    }

    void one(Connection &connection, const Request &request)
    {
        const size_t index = indexIn(request.target);
        if (index >= m_rollouts.size())
            return say(connection, "{}", "404 Not Found");
        if (request.method == "PATCH") {
            std::int64_t never = 0;
            m_table.patchedNs[index].compare_exchange_strong(never, m_receivedNs);
            m_rollouts[index].aborted = true;
            ++m_version;
        }
        std::string body;
        object(body, index);
        say(connection, body);
    }

    void object(std::string &out, size_t index)
    {
        const One &one = m_rollouts[index];
        (one.aborted ? m_aborted : m_live).append(out, one.name, one.uid, std::to_string(m_version));
    }

    // A page of a list, as the API server cuts them.
    struct Page {
        size_t from = 0;
        size_t to = 0;
        std::string head; // up to the items
    };
    Page page(const Request &request, const char *kind, std::string_view version) const
    {
        const auto number = [&](std::string_view name, size_t fallback) {
            const size_t at = request.target.find(name);
            return at == std::string_view::npos ? fallback
                                                : size_t(std::atoll(request.target.data() + at + name.size()));
        };
        Page page;
        page.from = number("continue=", 0);
        page.to = std::min(m_rollouts.size(), page.from + number("limit=", m_rollouts.size()));
        page.head = std::string(R"({"apiVersion":"argoproj.io/v1alpha1","kind":")") + kind +
                    R"(","metadata":{"resourceVersion":")" + std::string(version) + '"';
        if (page.to < m_rollouts.size())
            page.head += R"(,"continue":")" + std::to_string(page.to) + '"';
        page.head += R"(},"items":[)";
        return page;
    }

    void listRollouts(Connection &connection, const Request &request)
    {
        const Page wanted = page(request, "RolloutList", std::to_string(m_version));
        std::string body = wanted.head;
        for (size_t i = wanted.from; i < wanted.to; ++i) {
            body += i > wanted.from ? "," : "";
            object(body, i);
        }
        connection.endsList = wanted.to == m_rollouts.size();
        say(connection, body + "]}");
    }

    void listSets(Connection &connection, const Request &request)
    {
        Page wanted = page(request, "ReplicaSetList", "1000");
        if (const size_t index = indexIn(request.target); index < m_rollouts.size())
            wanted = {
                index, index + 1,
                R"({"apiVersion":"apps/v1","kind":"ReplicaSetList","metadata":{"resourceVersion":"1000"},"items":[)"};
        else
            connection.endsList = wanted.to == m_rollouts.size();
        std::string body = wanted.head;
        for (size_t i = wanted.from; i < wanted.to; ++i) {
            body += i > wanted.from ? "," : "";
            m_sets.append(body, m_rollouts[i].name, m_rollouts[i].uid, "1000");
        }
        say(connection, body + "]}");
    }

    static std::string queryAnswer(std::string_view asked)
    {
        const size_t at = asked.find("&time=");
        const std::string time(at == std::string_view::npos ? "1795446612" : asked.substr(at + 6));
        std::string body = R"({"status":"success","data":{"resultType":"vector","result":[)";
        size_t index = 0;
        for (size_t from = 0; (from = asked.find("astern_v", from)) != std::string_view::npos; ++from, ++index) {
            const std::string number = std::to_string(index);
            body += index ? "," : "";
            body += R"({"metric":{"astern_v":")" + number + R"("},"value":[)" + time + R"(,"0.00)" +
                    std::to_string(1234567 + index) + R"("]},{"metric":{"astern_t":")" + number + R"("},"value":[)" +
                    time + ",\"" + time + "\"]}";
        }
        return body + "]}}";
    }

    // Every signal with a sample at each step.
    static std::string rangeAnswer(std::string_view asked)
    {
        const auto number = [&](std::string_view name) {
            const size_t at = asked.find(name);
            return at == std::string_view::npos ? 0LL : std::atoll(asked.data() + at + name.size());
        };
        const long long step = std::max(number("&step="), 1LL);
        std::string body = R"({"status":"success","data":{"resultType":"matrix","result":[)";
        size_t index = 0;
        for (size_t from = 0; (from = asked.find("astern_v", from)) != std::string_view::npos; ++from, ++index) {
            std::string values;
            std::string times;
            for (long long at = number("&start="); at <= number("&end="); at += step) {
                const std::string time = std::to_string(at);
                const char *comma = values.empty() ? "" : ",";
                values += comma + ("[" + time) + ",\"0.00" + std::to_string(100'000 + at * 7919 % 100'000) + "\"]";
                times += comma + ("[" + time) + ",\"" + time + "\"]";
            }
            const std::string label = "\":\"" + std::to_string(index) + "\"},\"values\":[";
            body += index ? "," : "";
            body += R"({"metric":{"astern_v)" + label + values + R"(]},{"metric":{"astern_t)" + label + times + "]}";
        }
        return body + "]}}";
    }

    static void say(Connection &connection, std::string_view body, const char *status = "200 OK")
    {
        connection.out += std::string("HTTP/1.1 ") + status +
                          "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                          "\r\n\r\n";
        connection.out += body;
    }

    void flush(Connection &connection)
    {
        while (connection.sent < connection.out.size()) {
            const ssize_t count = ::send(connection.socket, connection.out.data() + connection.sent,
                                         connection.out.size() - connection.sent, MSG_NOSIGNAL);
            if (count <= 0)
                break;
            connection.sent += size_t(count);
        }
        const bool all = connection.sent == connection.out.size();
        if (all) {
            connection.out.clear();
            connection.sent = 0;
            if (connection.endsList)
                m_table.listedNs = monotonicNs();
            connection.endsList = false;
        }
        if (all == connection.wantsWrite) {
            connection.wantsWrite = !all;
            watch(connection.socket, all ? EPOLLIN : EPOLLIN | EPOLLOUT);
        }
    }

    void tick()
    {
        if (const int index = m_table.wanted.exchange(0); index > 0) {
            m_rollouts[size_t(index - 1)].aborted = true;
            m_table.changedNs = monotonicNs();
            tell(size_t(index - 1));
        }
        if (m_table.quiet.load())
            return;
        for (auto &[socket, body] : m_held) {
            if (const auto found = m_connections.find(socket); found != m_connections.end()) {
                say(found->second, body);
                flush(found->second);
            }
        }
        m_held.clear();
        m_due += double(m_rollouts.size()) * kTickMs / kCycleMs;
        for (; m_due >= 1; m_due -= 1)
            changeOne();
    }

    void changeOne()
    {
        m_next = (m_next + 1) % m_rollouts.size();
        tell(m_next);
    }

    void tell(size_t index)
    {
        ++m_version;
        std::string event = R"({"type":"MODIFIED","object":)";
        object(event, index);
        event += "}\n";
        char size[16];
        std::snprintf(size, sizeof size, "%zx\r\n", event.size());
        for (auto &[socket, connection] : m_connections) {
            if (!connection.watchesRollouts || connection.wantsWrite)
                continue;
            connection.out += size + event + "\r\n";
            flush(connection);
            ++m_table.events;
        }
    }

    static constexpr char kNoHistory[] = R"({"status":"success","data":{"resultType":"matrix","result":[]}})";

    Template m_live;
    Template m_aborted;
    Template m_sets;
    std::vector<One> m_rollouts;
    CompanyTable &m_table;
    std::unordered_map<int, Connection> m_connections;
    std::vector<std::pair<int, std::string>> m_held;
    int m_epoll = -1;
    std::int64_t m_receivedNs = 0;
    size_t m_next = 0;
    double m_due = 0;
    int m_version = 100'000;
};

} // namespace

std::int64_t monotonicNs()
{
    timespec at{};
    ::clock_gettime(CLOCK_MONOTONIC, &at);
    return std::int64_t(at.tv_sec) * 1'000'000'000 + at.tv_nsec;
}

int serveCompany(const char *folder, int rollouts)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int file = ::open((std::string(folder) + "/table").c_str(), O_RDWR | O_CLOEXEC);
    void *memory = ::mmap(nullptr, sizeof(CompanyTable), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (file < 0 || memory == MAP_FAILED || rollouts < 1 || rollouts > kMostRollouts)
        return 1;
    const auto company = std::make_unique<Company>(folder, rollouts, *static_cast<CompanyTable *>(memory));
    letGoOfFilePages(); // of what a process of this size has when it begins
    return company->run();
}

} // namespace astern::bench
