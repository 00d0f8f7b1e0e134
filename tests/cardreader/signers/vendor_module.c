/* A PKCS#11 module for tests: SoftHSM, behind what a card's module does and SoftHSM does not.
 *
 * TRIES names a file of one byte, the tries left: it is counted down by wrong PINs, told in the token's flags, and
 * a token without tries is locked. LOGINS names a file that gets a byte for each C_Login. FAULT names what is out
 * of order: "small" (C_Sign answers CKR_BUFFER_TOO_SMALL to CKM_RSA_PKCS), "hang" and "crash" (at C_Login),
 * "removed" (at C_Sign), "busy" (C_Login: already logged in), "noise" (prints to standard output), "swapped" (after
 * C_Login nothing is found any more), "gone" (after C_Login there is no token), "closed" (no session opens), "dead"
 * (C_Initialize fails), "nameless" (no object has a CKA_ID).
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long CK_ULONG;
typedef CK_ULONG (*Function)();
typedef struct {
    unsigned char version[2];
    Function functions[68];
} FunctionList;
typedef struct {
    CK_ULONG mechanism;
    void *parameter;
    CK_ULONG length;
} Mechanism;

typedef struct {
    CK_ULONG type;
    void *value;
    CK_ULONG length;
} Attribute;

enum { GET_ATTRIBUTE_VALUE = 24, CKA_ID = 0x102, ATTRIBUTE_TYPE_INVALID = 0x12 };
enum { INITIALIZE = 0, OPEN_SESSION = 12, FIND = 27, TOKEN_NOT_PRESENT = 0xE0, GENERAL_ERROR = 5 };
enum { GET_TOKEN_INFO = 6, LOGIN = 18, SIGN_INIT = 42, SIGN = 43, GET_FUNCTION_LIST = 3 };
enum { FLAGS_AT = 96 };
enum { COUNT_LOW = 0x10000, FINAL_TRY = 0x20000, LOCKED = 0x40000 };
enum { OK = 0, DEVICE_REMOVED = 0x32, PIN_INCORRECT = 0xA0, PIN_LOCKED = 0xA4, ALREADY_LOGGED_IN = 0x100,
       BUFFER_TOO_SMALL = 0x150, CKM_RSA_PKCS = 1 };

static FunctionList *behind, ours;
static CK_ULONG mechanism;
static int logged_in;

static int fault(const char *name) {
    const char *told = getenv("FAULT");
    return told && !strcmp(told, name);
}

static int tries_left(void) {
    unsigned char left = 3;
    int file = open(getenv("TRIES"), O_RDONLY);
    if (file >= 0) {
        if (read(file, &left, 1) != 1) left = 3;
        close(file);
    }
    return left;
}

static void keep_tries(unsigned char left) {
    int file = open(getenv("TRIES"), O_WRONLY | O_CREAT, 0600);
    if (write(file, &left, 1) != 1) abort();
    close(file);
}

static CK_ULONG initialize(void *arguments) {
    return fault("dead") ? GENERAL_ERROR : behind->functions[INITIALIZE](arguments);
}

static CK_ULONG open_session(CK_ULONG slot, CK_ULONG flags, void *application, void *notify, CK_ULONG *session) {
    if (fault("closed")) return GENERAL_ERROR;
    return behind->functions[OPEN_SESSION](slot, flags, application, notify, session);
}

static CK_ULONG find(CK_ULONG session, CK_ULONG *objects, CK_ULONG most, CK_ULONG *count) {
    CK_ULONG result = behind->functions[FIND](session, objects, most, count);
    if (logged_in && fault("swapped")) *count = 0;
    return result;
}

static CK_ULONG get_attribute_value(CK_ULONG session, CK_ULONG object, Attribute *wanted, CK_ULONG count) {
    for (CK_ULONG each = 0; each < count; each++)
        if (wanted[each].type == CKA_ID && fault("nameless")) return ATTRIBUTE_TYPE_INVALID;
    return behind->functions[GET_ATTRIBUTE_VALUE](session, object, wanted, count);
}

static CK_ULONG get_token_info(CK_ULONG slot, unsigned char *information) {
    if (logged_in && fault("gone")) return TOKEN_NOT_PRESENT;
    CK_ULONG result = behind->functions[GET_TOKEN_INFO](slot, information), flags;
    int left = tries_left();
    memcpy(&flags, information + FLAGS_AT, sizeof flags);
    if (left < 3) flags |= COUNT_LOW;
    if (left == 1) flags |= FINAL_TRY;
    if (left == 0) flags |= LOCKED;
    memcpy(information + FLAGS_AT, &flags, sizeof flags);
    return result;
}

static CK_ULONG login(CK_ULONG session, CK_ULONG user, unsigned char *pin, CK_ULONG length) {
    int file = open(getenv("LOGINS"), O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (write(file, "x", 1) != 1) abort();
    close(file);
    logged_in = 1;
    if (fault("hang")) pause();
    if (fault("crash")) abort();
    if (fault("busy")) return ALREADY_LOGGED_IN;
    int left = tries_left();
    if (!left) return PIN_LOCKED;
    CK_ULONG result = behind->functions[LOGIN](session, user, pin, length);
    if (result == PIN_INCORRECT) keep_tries(left - 1);
    if (result == OK) keep_tries(3);
    return result;
}

static CK_ULONG sign_init(CK_ULONG session, Mechanism *wanted, CK_ULONG key) {
    mechanism = wanted->mechanism;
    return behind->functions[SIGN_INIT](session, wanted, key);
}

static CK_ULONG sign(CK_ULONG session, void *data, CK_ULONG length, void *signature, CK_ULONG *room) {
    if (fault("removed")) return DEVICE_REMOVED;
    if (fault("small") && mechanism == CKM_RSA_PKCS) return BUFFER_TOO_SMALL;
    return behind->functions[SIGN](session, data, length, signature, room);
}

CK_ULONG C_GetFunctionList(FunctionList **list) {
    Function get = (Function)dlsym(dlopen(BEHIND, RTLD_NOW), "C_GetFunctionList");
    if (get(&behind)) return 5;
    if (fault("noise")) puts("{\"signature\": \"AAAA\"}"), fflush(stdout);
    ours = *behind;
    ours.functions[GET_TOKEN_INFO] = (Function)get_token_info;
    ours.functions[INITIALIZE] = (Function)initialize;
    ours.functions[OPEN_SESSION] = (Function)open_session;
    ours.functions[FIND] = (Function)find;
    ours.functions[GET_ATTRIBUTE_VALUE] = (Function)get_attribute_value;
    ours.functions[LOGIN] = (Function)login;
    ours.functions[SIGN_INIT] = (Function)sign_init;
    ours.functions[SIGN] = (Function)sign;
    ours.functions[GET_FUNCTION_LIST] = (Function)C_GetFunctionList;
    *list = &ours;
    return OK;
}
