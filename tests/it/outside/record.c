/* Preloaded into the binary under test: notes every name that is looked up and every address
   outside this machine that is connected to, one a line, and lets both go on. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void note(const char *what, const char *which) {
    const char *path = getenv("PAPERBOY_TEST_RECORD");
    char line[512];
    int length = snprintf(line, sizeof line, "%s %s\n", what, which ? which : "");
    int file = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    if (file >= 0) {
        if (length > 0 && write(file, line, (size_t)length) < 0) abort();
        close(file);
    }
}

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **found) {
    int (*next)(const char *, const char *, const struct addrinfo *, struct addrinfo **) =
        dlsym(RTLD_NEXT, "getaddrinfo");
    note("name", node);
    return next(node, service, hints, found);
}

int connect(int socket, const struct sockaddr *to, socklen_t length) {
    int (*next)(int, const struct sockaddr *, socklen_t) = dlsym(RTLD_NEXT, "connect");
    char shown[INET6_ADDRSTRLEN] = "";
    int outside = 0;
    if (to->sa_family == AF_INET) {
        const struct in_addr *ip = &((const struct sockaddr_in *)to)->sin_addr;
        outside = (ntohl(ip->s_addr) >> 24) != 127;
        inet_ntop(AF_INET, ip, shown, sizeof shown);
    } else if (to->sa_family == AF_INET6) {
        const struct in6_addr *ip = &((const struct sockaddr_in6 *)to)->sin6_addr;
        outside = !IN6_IS_ADDR_LOOPBACK(ip);
        inet_ntop(AF_INET6, ip, shown, sizeof shown);
    }
    if (outside) note("address", shown);
    return next(socket, to, length);
}
