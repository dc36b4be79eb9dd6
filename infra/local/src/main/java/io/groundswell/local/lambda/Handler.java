package io.groundswell.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Type;

/** One handler object behind bytes in, bytes out; events pass through Lambda's own serializers. */
@FunctionalInterface
interface Handler {

    byte[] handle(byte[] event, Context context) throws IOException;

    static Handler of(HandlerClass handlerClass) throws Throwable {
        return switch (handlerClass.construct()) {
            case RequestStreamHandler streaming -> (event, context) -> {
                ByteArrayOutputStream response = new ByteArrayOutputStream();
                streaming.handleRequest(new ByteArrayInputStream(event), response, context);
                return response.toByteArray();
            };
            case RequestHandler<?, ?> typed -> typed(typed, handlerClass.eventAndResponse());
            default -> throw new IllegalStateException("checked when the function was registered");
        };
    }

    @SuppressWarnings("unchecked")
    private static Handler typed(RequestHandler<?, ?> handler, Type[] types) {
        RequestHandler<Object, Object> untyped = (RequestHandler<Object, Object>) handler;
        PojoSerializer<Object> events = serializer(types[0]);
        PojoSerializer<Object> responses = serializer(types[1]);
        return (event, context) -> {
            Object result = untyped.handleRequest(events.fromJson(new ByteArrayInputStream(event)), context);
            ByteArrayOutputStream response = new ByteArrayOutputStream();
            responses.toJson(result, response);
            return response.toByteArray();
        };
    }

    @SuppressWarnings("unchecked")
    private static PojoSerializer<Object> serializer(Type type) {
        if (type instanceof Class<?> plain && LambdaEventSerializers.isLambdaSupportedEvent(plain.getName())) {
            return (PojoSerializer<Object>) LambdaEventSerializers.serializerFor(plain, plain.getClassLoader());
        }
        return JacksonFactory.getInstance().getSerializer(type);
    }
}
