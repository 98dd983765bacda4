/** Under which name our operation stands in what Bird keeps with a message: in its metadata, and as a tag to find it by. */
export const OPERATION_KEY = "underclaim_operation";
