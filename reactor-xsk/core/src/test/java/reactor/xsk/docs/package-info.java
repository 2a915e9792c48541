/** The code that the documents quote, running, and the checks of the documents themselves. */
package reactor.xsk.docs;
