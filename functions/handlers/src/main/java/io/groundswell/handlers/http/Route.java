package io.groundswell.handlers.http;

/** What answers one route of the template. */
@FunctionalInterface
public interface Route {

    /** @throws io.groundswell.domain.error.RequestError when the request is refused */
    ApiResponse answer(ApiRequest request);
}
