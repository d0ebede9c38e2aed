/** What an extension does to messages: permessage-deflate (RFC 7692). Unstable until 1.0. */
@NullMarked
package io.hawser.extension;

import org.jspecify.annotations.NullMarked;
