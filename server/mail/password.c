/* SPDX-License-Identifier: MIT */
#include "mail/password.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char *read_line(FILE *file, char out[MAIL_PASSWORD_SIZE])
{
    struct stat status;
    if (fstat(fileno(file), &status) != 0 || (S_ISREG(status.st_mode) && (status.st_mode & S_IRWXO) != 0))
        return "Others than its owner and group may use the password's file: chmod o= it.";
    setvbuf(file, NULL, _IONBF, 0); /* stdio would leave a copy in a buffer */
    if (fgets(out, MAIL_PASSWORD_SIZE, file) == NULL)
        return "The password's file cannot be read, or is empty.";
    size_t len = strcspn(out, "\r\n");
    if (len == MAIL_PASSWORD_SIZE - 1)
        return "The password is too long.";
    out[len] = '\0';
    return len > 0 ? NULL : "The password's file begins with an empty line.";
}

const char *mail_password_read(const char *path, char out[MAIL_PASSWORD_SIZE])
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return "The password's file cannot be opened.";
    const char *wrong = read_line(file, out);
    fclose(file);
    return wrong;
}
